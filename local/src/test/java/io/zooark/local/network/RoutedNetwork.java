package io.zooark.local.network;

import static java.util.Objects.requireNonNull;

import io.zooark.local.zookeeper.Gate;
import io.zooark.local.zookeeper.Network;
import java.io.Closeable;
import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A network on this machine: a namespace for each server, one for clients, and a router between them and this JVM, from whose
 * namespace the functions come.
 *
 * <p>Nothing on the way to a server is a stand-in: the servers have the ports of a usual ensemble and addresses of their own;
 * the router's packet filter is their security group, with connection tracking, and each server's namespace has a packet filter
 * of its own, the host's. Of this machine's own namespace only one interface and one route to the servers are added.
 *
 * <p>Everything goes when this is closed, and also when this JVM is killed: see {@link Namespace}.
 */
public final class RoutedNetwork implements Network, Closeable {
    private static final List<String> NEEDED = List.of("unshare", "nsenter", "ip", "nft", "ss");

    /** How many such networks may be here at once: each has a third number of its addresses, and an interface, of its own. */
    private static final int PLACES = 100;

    /** Each server's link is a pair of addresses, after this one, and one route covers them all. */
    private static final int FIRST_LINK = 16;

    private static final int MOST_SERVERS = 7;

    private final Namespace router;
    private final List<Namespace> others = new ArrayList<>();
    private final List<ServerSite> sites = new ArrayList<>();
    private int place;

    private RoutedNetwork(Namespace router) {
        this.router = requireNonNull(router, "router is null");
    }

    /** Returns what this machine lacks for such a network, in words. */
    public static Optional<String> lacking() {
        if (!new File("/proc/self/ns/net").exists()) {
            return Optional.of("network namespaces: this is not Linux");
        }
        for (String command : NEEDED) {
            if (!isThere(command)) {
                return Optional.of("the command " + command + ": install nftables, iproute2 and util-linux");
            }
        }
        try (Namespace probe = Namespace.open()) {
            probe.run(SecurityGroupTable.EMPTY, "nft", "-f", "-");
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of("leave to make network namespaces with packet filters, run the tests as root: " + e);
        }
    }

    /**
     * Makes the network, in which nobody is kept from anything yet.
     *
     * @param servers at most seven
     */
    public static RoutedNetwork open(int servers) throws IOException {
        if (servers < 1 || servers > MOST_SERVERS) {
            throw new IllegalArgumentException("servers must be from 1 to " + MOST_SERVERS + ", got " + servers);
        }
        RoutedNetwork network = new RoutedNetwork(Namespace.open());
        try {
            network.connectThisJvm();
            network.connectClients();
            for (int id = 1; id <= servers; id++) {
                network.connectServer(id);
            }
            return network;
        } catch (IOException | RuntimeException e) {
            network.close();
            throw e;
        }
    }

    @Override
    public ServerSite site(int id) {
        if (id < 1 || id > sites.size()) {
            throw new IllegalArgumentException("the network is for " + sites.size() + " servers, got id " + id);
        }
        return sites.get(id - 1);
    }

    @Override
    public String functions() {
        return address(2);
    }

    /** Starts clients that write to these servers all the while, on the clients' host. */
    public WritingClients clients(String connectString) throws IOException {
        return WritingClients.start(clients(), connectString);
    }

    /** Returns the interface of this machine's own namespace that leads to the network. */
    String interfaceHere() {
        return "zooark" + place;
    }

    /** Gives every namespace up; whoever started something in them has ended it before. */
    @Override
    public void close() throws IOException {
        for (Namespace namespace : others) {
            namespace.close();
        }
        router.close();
    }

    /**
     * Connects this JVM's namespace with the router's and returns the first place that was free: its interface has the
     * place's number, and the kernel gives a name once.
     */
    private static int freePlace(Namespace router) throws IOException {
        for (int place = 0; ; place++) {
            try {
                here("link add zooark%d type veth peer name functions netns %d".formatted(place, router.pid()));
                return place;
            } catch (IOException e) {
                if (place == PLACES - 1 || !String.valueOf(e.getMessage()).contains("File exists")) {
                    throw e;
                }
            }
        }
    }

    private void connectThisJvm() throws IOException {
        place = freePlace(router);
        router.run("1", "tee", "/proc/sys/net/ipv4/ip_forward");
        router.run(SecurityGroupTable.EMPTY, "nft", "-f", "-");
        router.run("""
                link set lo up
                addr add %s/28 dev functions
                link set functions up
                """.formatted(address(1)), "ip", "-batch", "-");
        here("""
                addr add %1$s/28 dev zooark%2$d
                link set zooark%2$d up
                route add %3$s/28 via %4$s
                """.formatted(functions(), place, address(FIRST_LINK), address(1)));
    }

    /** Nobody but the router knows the clients' network, which is the one that {@code LocalCloud}'s rules let in. */
    private void connectClients() throws IOException {
        connect(namespace(), "clients", "10.0.2.1/24", Gate.CLIENT + "/24");
    }

    private void connectServer(int id) throws IOException {
        Namespace namespace = namespace();
        String name = "zk" + id;
        int link = FIRST_LINK + 2 * id;
        connect(namespace, name, address(link) + "/31", address(link + 1) + "/31");
        sites.add(new ServerSite(namespace, address(link + 1), new SecurityGroupTable(router, name)));
    }

    /**
     * Lays a wire from the router to a namespace, which reaches the whole network by it.
     *
     * <p>It has no default route: where a resolver knows that it cannot reach the machine's name server, it does not wait for
     * it, and each new client of ZooKeeper asks for the server's name.
     */
    private void connect(Namespace namespace, String name, String routersEnd, String otherEnd) throws IOException {
        router.run("""
                link add %1$s type veth peer name eth0 netns %2$d
                addr add %3$s dev %1$s
                link set %1$s up
                """.formatted(name, namespace.pid(), routersEnd), "ip", "-batch", "-");
        namespace.run("""
                link set lo up
                addr add %1$s dev eth0
                link set eth0 up
                route add %2$s/24 via %3$s
                route add 10.0.2.0/23 via %3$s
                """.formatted(otherEnd, address(0), routersEnd.replaceAll("/.*", "")), "ip", "-batch", "-");
    }

    private static void here(String changes) throws IOException {
        Namespace.runHere(changes, List.of("ip", "-batch", "-"));
    }

    private Namespace namespace() throws IOException {
        Namespace namespace = Namespace.open();
        others.add(namespace);
        return namespace;
    }

    private Namespace clients() {
        return others.get(0);
    }

    private String address(int last) {
        return "10.231." + place + "." + last;
    }

    private static boolean isThere(String command) {
        try {
            Namespace.runHere("", List.of("sh", "-c", "command -v " + command));
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
