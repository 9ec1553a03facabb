package io.zooark.local.zookeeper;

import io.zooark.local.cloud.Ec2;
import java.util.List;
import java.util.Optional;

/** The place of one host in a {@link Network}: where it is reached, and how commands get there and back. */
public interface Site {

    /** Returns the address at which the functions, clients and other servers reach the host. */
    String address();

    /** Returns the address on which the host's server takes clients. */
    String listensOn();

    ServerPorts ports();

    /** Returns what runs a command in the host's network. */
    List<String> there(List<String> command);

    /** Returns what, run in the host's network, runs a command in this JVM's. */
    List<String> here(List<String> command);

    /** Returns what stands for the network before the server; empty where that is a real one, which needs no stand-ins. */
    Optional<Gate> gate();

    /** Has the security groups of an instance decide, from now on, who may open a connection to the host. */
    void guard(Ec2 ec2, String instance);
}
