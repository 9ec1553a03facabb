package io.zooark.local.zookeeper;

import static java.util.Objects.requireNonNull;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.zookeeper.server.auth.DigestAuthenticationProvider;

/**
 * An ensemble of real servers on one machine, each on a host of its own in a {@link Network}.
 *
 * <p>Unless one is given, all share 127.0.0.1, each with a {@link Gate} for its clients, and the servers' client ports are
 * consecutive, so that one range covers them. Everything lies below one folder, which stays
 * when the ensemble is closed; no process does.
 */
public final class LocalEnsemble implements Closeable {
    private static final Duration START_LIMIT = Duration.ofMinutes(2);
    private static final Duration POLL = Duration.ofMillis(50);
    private static final int LAST_WORDS = 15;

    private final Network network;
    private final List<LocalHost> hosts;
    private final List<Closeable> parts;
    private final Thread atExit;

    /** How servers are started, for the recording of {@link ClassArchive} otherwise than usual. */
    record Start(ServerLaunch launch, List<String> jvmOptions) {
        Start {
            requireNonNull(launch, "launch is null");
            jvmOptions = List.copyOf(jvmOptions);
        }
    }

    private LocalEnsemble(Network network, List<LocalHost> hosts, List<Closeable> parts) {
        this.network = network;
        this.hosts = List.copyOf(hosts);
        this.parts = List.copyOf(parts);
        this.atExit = new Thread(this::endProcesses, "end of the local ensemble");
        Runtime.getRuntime().addShutdownHook(atExit);
    }

    /**
     * Lays an ensemble out below a folder; no server runs yet.
     *
     * @param root below which {@code zk1}, {@code zk2}, … are the hosts' file systems; what they hold already is kept
     */
    public static LocalEnsemble create(Path root, EnsembleOptions options) throws IOException {
        return create(root, options, new Start(ServerLaunch.usual(), List.of()));
    }

    static LocalEnsemble create(Path root, EnsembleOptions options, Start start) throws IOException {
        // no symbolic links: the host scripts print paths as the shell resolves them
        Path home = Files.createDirectories(root).toRealPath();
        FolderLock lock = FolderLock.take(home);
        List<Closeable> parts = new ArrayList<>(List.of(lock));
        try {
            Network network = network(options, parts);
            List<Member> members = new ArrayList<>();
            for (int id = 1; id <= options.servers(); id++) {
                members.add(new Member(id, id > options.voters(), network.site(id)));
            }
            List<LocalHost> hosts = new ArrayList<>();
            for (Member member : members) {
                LocalHost host = host(home, member, members, options, start);
                hosts.add(host);
                parts.add(host);
            }
            return new LocalEnsemble(network, hosts, parts);
        } catch (IOException | RuntimeException e) {
            closeAll(parts);
            throw e;
        }
    }

    private static Network network(EnsembleOptions options, List<Closeable> parts) throws IOException {
        Network given = options.network();
        if (given != null) {
            return given;
        }
        Loopback loopback = Loopback.claim(options.servers());
        parts.add(loopback);
        return loopback;
    }

    /** Lays an ensemble out and starts it. */
    public static LocalEnsemble started(Path root, EnsembleOptions options) throws IOException {
        LocalEnsemble ensemble = create(root, options);
        try {
            ensemble.start();
            return ensemble;
        } catch (IOException | RuntimeException e) {
            ensemble.close();
            throw e;
        }
    }

    /** Starts every server that is down and waits until all are in broadcast under one leader. */
    public void start() throws IOException {
        for (LocalHost host : hosts) {
            host.server().start();
        }
        awaitBroadcast(START_LIMIT);
    }

    /** Waits until all servers are in broadcast under one leader. */
    public void awaitBroadcast(Duration limit) throws IOException {
        awaitBroadcast(hosts, limit);
    }

    /**
     * Waits until these servers are in broadcast and one of them leads.
     *
     * @throws IOException at the limit, with each server's state and its last words
     */
    public void awaitBroadcast(Collection<LocalHost> some, Duration limit) throws IOException {
        long deadline = System.nanoTime() + limit.toNanos();
        while (true) {
            Map<LocalHost, AdminClient.Part> parts = new LinkedHashMap<>();
            some.forEach(host -> parts.put(host, host.server().admin().part()));
            if (parts.values().stream().allMatch(AdminClient.Part::broadcasting)
                    && parts.values().stream().filter(AdminClient.Part::leader).count() == 1) {
                return;
            }
            if (System.nanoTime() > deadline) {
                throw new IOException(
                        "no broadcast of all servers after " + limit.toSeconds() + " s:\n" + describe(parts));
            }
            LockSupport.parkNanos(POLL.toNanos());
        }
    }

    /** Returns what connects the hosts. */
    public Network network() {
        return network;
    }

    /** Returns the hosts, in the order of their servers' ids. */
    public List<LocalHost> hosts() {
        return hosts;
    }

    /** Returns the host of the server with this id, from 1. */
    public LocalHost host(int id) {
        if (id < 1 || id > hosts.size()) {
            throw new IllegalArgumentException("server ids go from 1 to " + hosts.size() + ", got " + id);
        }
        return hosts.get(id - 1);
    }

    /** Returns the host whose server leads now, as that server says. */
    public LocalHost leader() {
        return hosts.stream()
                .filter(host -> host.server().admin().part().leader())
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no server says that it leads; wait with awaitBroadcast"));
    }

    /** Returns the hosts of the other voters. */
    public List<LocalHost> followers() {
        LocalHost leader = leader();
        return hosts.stream()
                .filter(host -> host != leader && !host.server().observer())
                .toList();
    }

    /** Returns where clients connect: the gates, where there are any. */
    public String connectString() {
        return connectString(ServerPorts::gate);
    }

    /** Returns where the functions connect: the servers themselves. */
    public String directConnectString() {
        return connectString(ServerPorts::client);
    }

    /** Ends every process, closes the gates and gives the ports back; the folder stays. */
    @Override
    public void close() throws IOException {
        try {
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (IllegalStateException e) {
            // the JVM is ending already and runs the hook: ending twice is harmless
        }
        endProcesses();
        closeAll(parts);
    }

    private static LocalHost host(Path home, Member member, List<Member> members, EnsembleOptions options, Start start)
            throws IOException {
        HostFolder folder = new HostFolder(home.resolve("zk" + member.id()));
        folder.create();
        Files.writeString(folder.zooCfg(), ZooCfg.text(folder, member, members, options.properties()));
        Path myid = folder.dataDir().resolve("myid");
        if (Files.notExists(myid)) {
            Files.writeString(myid, member.id() + "\n");
            letItBegin(folder, options);
        }
        Site site = member.site();
        List<String> command = site.there(start.launch().command(jvmOptions(options, start), folder.zooCfg()));
        AdminClient admin = new AdminClient(site.address() + ":" + site.ports().admin(), options.adminTls());
        return LocalHost.open(folder, new LocalServer(member, folder, command, admin));
    }

    /** What {@code zkServer-initialize.sh} does: a server without data votes only where it finds this file. */
    private static void letItBegin(HostFolder folder, EnsembleOptions options) throws IOException {
        if ("false".equals(options.properties().get("db.autocreate"))) {
            Files.createFile(folder.dataLogDir().resolve("initialize"));
        }
    }

    private static List<String> jvmOptions(EnsembleOptions options, Start start) {
        List<String> all = new ArrayList<>(List.of(
                "-Xmx" + options.heapMegabytes() + "m",
                "-Dorg.slf4j.simpleLogger.showDateTime=true",
                "-Dorg.slf4j.simpleLogger.dateTimeFormat=yyyy-MM-dd'T'HH:mm:ss.SSS",
                "-Dorg.slf4j.simpleLogger.showShortLogName=true"));
        String password = options.superPassword();
        if (password != null) {
            all.add("-Dzookeeper.DigestAuthenticationProvider.superDigest=" + digest("super:" + password));
        }
        all.addAll(options.jvmOptions());
        all.addAll(start.jvmOptions());
        return all;
    }

    private static String digest(String user) {
        try {
            return DigestAuthenticationProvider.generateDigest(user);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-1", e);
        }
    }

    private static String describe(Map<LocalHost, AdminClient.Part> parts) throws IOException {
        StringBuilder text = new StringBuilder();
        for (Map.Entry<LocalHost, AdminClient.Part> entry : parts.entrySet()) {
            LocalServer server = entry.getKey().server();
            text.append("server ").append(server.id()).append(" is ");
            text.append(server.alive() ? "alive, state '" + entry.getValue().state() + "'" : "down")
                    .append('\n');
            text.append(server.lastWords(LAST_WORDS)).append('\n');
        }
        return text.toString();
    }

    private String connectString(Function<ServerPorts, Integer> port) {
        return hosts.stream()
                .map(host ->
                        host.server().address() + ":" + port.apply(host.server().ports()))
                .collect(Collectors.joining(","));
    }

    /** Asks all to end before it waits for any: a follower alone would start an election meanwhile. */
    private void endProcesses() {
        hosts.forEach(host -> host.server().askToEnd());
        hosts.forEach(host -> host.server().stop());
    }

    private static void closeAll(List<Closeable> parts) throws IOException {
        // the lock of the folder, which came first, goes last
        for (int i = parts.size() - 1; i >= 0; i--) {
            parts.get(i).close();
        }
    }
}
