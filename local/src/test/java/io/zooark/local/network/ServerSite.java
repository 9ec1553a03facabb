package io.zooark.local.network;

import static java.util.Objects.requireNonNull;

import io.zooark.local.cloud.Ec2;
import io.zooark.local.zookeeper.Gate;
import io.zooark.local.zookeeper.ServerPorts;
import io.zooark.local.zookeeper.Site;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** A server's namespace, with an address, a packet filter and sockets of its own, behind the router's link to it. */
public final class ServerSite implements Site {
    private static final int CLIENT_PORT = 2181;

    private final Namespace namespace;
    private final String address;
    private final SecurityGroupTable securityGroup;

    ServerSite(Namespace namespace, String address, SecurityGroupTable securityGroup) {
        this.namespace = requireNonNull(namespace, "namespace is null");
        this.address = requireNonNull(address, "address is null");
        this.securityGroup = requireNonNull(securityGroup, "securityGroup is null");
    }

    @Override
    public String address() {
        return address;
    }

    @Override
    public String listensOn() {
        return "0.0.0.0";
    }

    /** Returns the usual ports; there is no gate, so clients connect to the server itself. */
    @Override
    public ServerPorts ports() {
        return new ServerPorts(CLIENT_PORT, 2888, 3888, 8080, CLIENT_PORT);
    }

    @Override
    public List<String> there(List<String> command) {
        return namespace.there(command);
    }

    @Override
    public List<String> here(List<String> command) {
        return Namespace.here(command);
    }

    @Override
    public Optional<Gate> gate() {
        return Optional.empty();
    }

    @Override
    public void guard(Ec2 ec2, String instance) {
        securityGroup.guard(ec2, instance);
    }

    /** Starts clients that write all the while to the host's own server, over its loopback interface. */
    public WritingClients clients() throws IOException {
        return WritingClients.start(namespace, "127.0.0.1:" + CLIENT_PORT);
    }

    /** Runs a command on the host, which must succeed, and returns what it printed. */
    public String run(String... command) throws IOException {
        return namespace.run("", command);
    }

    /** Returns the rules of the security group as the router's kernel has them. */
    public String securityGroup() throws IOException {
        return securityGroup.listed();
    }
}
