package io.zooark.local.zookeeper;

import static java.util.Objects.requireNonNull;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The way of clients to one server: what a security group and the host's own packet filter do, as a TCP relay.
 *
 * <p>The security group is asked about new connections only. As in AWS, one it does not admit hears nothing: no answer, no
 * end, until the client gives up (or TCP would, after two minutes); when the group changes meanwhile, the client's next
 * attempt to reach it, 1, 3, 7, … seconds after the first, gets through. Established connections live on whatever the
 * group says. Only the host cuts them: while it is {@linkplain #cut cut}, new connections are reset, and established ones
 * at their next byte in either direction; {@link #kill()} resets them at once, idle ones too, as {@code ss -K} does.
 *
 * <p>What is coarser than the real thing: a connection is accepted before it is left unanswered, so {@code connect}
 * succeeds where it would hang; and both ends learn of a reset at once.
 */
public final class Gate implements Closeable {
    /** Whom it takes every client for: by 127.0.0.1, which all hosts here share, it would count as a server. */
    public static final String CLIENT = "10.0.2.15";

    private final ServerSocket door;
    private final InetSocketAddress server;
    private final Set<Passage> passages = ConcurrentHashMap.newKeySet();
    private final Set<Socket> waiting = ConcurrentHashMap.newKeySet();

    private volatile BooleanSupplier securityGroup = () -> true;
    private volatile boolean cut;
    private volatile boolean sparing;

    private Gate(ServerSocket door, InetSocketAddress server) {
        this.door = door;
        this.server = server;
    }

    /** Opens a gate at one port of 127.0.0.1 to a server at another, with everybody admitted. */
    static Gate open(int port, int serverPort) throws IOException {
        InetAddress here = InetAddress.getLoopbackAddress();
        Gate gate = new Gate(new ServerSocket(port, 0, here), new InetSocketAddress(here, serverPort));
        daemon("gate of " + serverPort, gate::acceptAll);
        return gate;
    }

    /** Returns the port where clients connect. */
    public int port() {
        return door.getLocalPort();
    }

    /** Asks this security group, from now on, whether it admits a new connection to the server's client port. */
    public void admitWhen(BooleanSupplier securityGroup) {
        this.securityGroup = requireNonNull(securityGroup, "securityGroup is null");
    }

    /** Puts the host's cut in place, or lifts it; what is established stays so until its next byte or {@link #kill()}. */
    public void cut(boolean cut) {
        this.cut = cut;
    }

    /** Returns whether the host's cut is in place. */
    public boolean isCut() {
        return cut;
    }

    /** Has established connections outlive the host's cut, as on a host whose other rules accept them before it. */
    public void spareEstablished(boolean spare) {
        sparing = spare;
    }

    /** Returns whether an established connection ends at its next byte. */
    boolean endsEstablished() {
        return cut && !sparing;
    }

    /** Resets every established connection, unless they are spared, and returns whose they were. */
    public List<InetSocketAddress> kill() {
        return sparing ? List.of() : resetAll();
    }

    private List<InetSocketAddress> resetAll() {
        List<InetSocketAddress> killed = new ArrayList<>();
        for (Passage passage : passages) {
            killed.add(passage.peer());
            passage.reset();
        }
        return sorted(killed);
    }

    /** Returns the clients' ends of the established connections, in the order of their ports. */
    public List<InetSocketAddress> connections() {
        return sorted(passages.stream().map(Passage::peer).toList());
    }

    /** Closes the gate and resets what went through it. */
    @Override
    public void close() throws IOException {
        door.close();
        resetAll();
        waiting.forEach(Passage::reset);
    }

    void left(Passage passage) {
        passages.remove(passage);
    }

    private void acceptAll() {
        while (!door.isClosed()) {
            try {
                Socket client = door.accept();
                daemon("gate of " + server.getPort() + " for " + client.getPort(), () -> admit(client));
            } catch (IOException e) {
                // closed, or a client that was gone before it was let in: the loop's condition tells
            }
        }
    }

    private void admit(Socket client) {
        byte[] early = new byte[0];
        if (!securityGroup.getAsBoolean()) {
            waiting.add(client);
            byte[] sent = new Unanswered(client, securityGroup).await();
            waiting.remove(client);
            if (sent == null) {
                return;
            }
            early = sent;
        }
        Passage passage = cut ? null : passage(client);
        if (passage == null) {
            Passage.reset(client);
            return;
        }
        passages.add(passage);
        // a cut or a close that came between missed this passage: here it is seen
        if (cut || door.isClosed()) {
            passage.reset();
        }
        passage.relay(early);
    }

    private @Nullable Passage passage(Socket client) {
        Socket inner = new Socket();
        try {
            client.setTcpNoDelay(true);
            inner.setTcpNoDelay(true);
            inner.connect(server);
            return new Passage(this, client, inner);
        } catch (IOException e) {
            // nobody listens: the host answers with a reset
            Passage.reset(inner);
            return null;
        }
    }

    private static List<InetSocketAddress> sorted(List<InetSocketAddress> peers) {
        return peers.stream()
                .sorted(Comparator.comparingInt(InetSocketAddress::getPort))
                .toList();
    }

    static void daemon(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
    }
}
