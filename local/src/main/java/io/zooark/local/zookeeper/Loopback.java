package io.zooark.local.zookeeper;

import static java.util.Objects.requireNonNull;

import io.zooark.local.cloud.Ec2;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The network of hosts that share 127.0.0.1 and differ by their ports, each with a {@link Gate} for its clients. */
final class Loopback implements Network, Closeable {
    private static final String HERE = "127.0.0.1";

    private final PortBlock ports;
    private final List<Gate> gates = new ArrayList<>();

    private Loopback(PortBlock ports) {
        this.ports = ports;
    }

    /**
     * Claims the ports of an ensemble.
     *
     * @param servers at most twelve
     */
    static Loopback claim(int servers) throws IOException {
        return new Loopback(PortBlock.claim(servers));
    }

    @Override
    public Site site(int id) throws IOException {
        ServerPorts ofServer = ports.of(id - 1);
        Gate gate = Gate.open(ofServer.gate(), ofServer.client());
        gates.add(gate);
        return new Door(ofServer, gate);
    }

    /** Nobody is seen to come from there: the functions reach the servers past the gates. */
    @Override
    public String functions() {
        return "192.0.2.1";
    }

    @Override
    public void close() throws IOException {
        for (Gate gate : gates) {
            gate.close();
        }
        ports.close();
    }

    private record Door(ServerPorts ports, Gate relay) implements Site {
        Door {
            requireNonNull(ports, "ports is null");
            requireNonNull(relay, "relay is null");
        }

        @Override
        public String address() {
            return HERE;
        }

        @Override
        public String listensOn() {
            return HERE;
        }

        @Override
        public List<String> there(List<String> command) {
            return command;
        }

        @Override
        public List<String> here(List<String> command) {
            return command;
        }

        @Override
        public Optional<Gate> gate() {
            return Optional.of(relay);
        }

        @Override
        public void guard(Ec2 ec2, String instance) {
            relay.admitWhen(() -> ec2.admits(instance, Gate.CLIENT, Optional.empty(), ports.client()));
        }
    }
}
