package io.zooark.restore;

import static java.util.Objects.requireNonNull;

import io.zooark.ensemble.AdminServer;
import io.zooark.ensemble.AdminServers;
import io.zooark.ensemble.Role;
import io.zooark.ensemble.ServerAddress;
import io.zooark.ensemble.ServerStatus;
import io.zooark.ensemble.Zxid;
import io.zooark.snapshot.Compression;
import io.zooark.snapshot.Examination;
import io.zooark.snapshot.Lasting;
import io.zooark.snapshot.TreeExaminer;
import io.zooark.snapshot.Verdict;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.IntConsumer;

/** Servers 1 to n of a restored ensemble, whose snapshots are one byte long: the number of the server. */
final class HeldTrees implements AdminServers, TreeExaminer {
    private final int servers;
    private final Map<Integer, Held> held = new TreeMap<>();
    private long zxid = 0x9_0000_0002L;
    private String membership = "";
    private int reads;
    private Runnable afterTheFirstRead = () -> {};
    private IntConsumer whenAsked = server -> {};

    HeldTrees(int servers) {
        this.servers = servers;
    }

    void everywhere(long nodes, String digest, Lasting lasting) {
        everywhere(nodes, digest, lasting, 0, 0);
    }

    void everywhere(long nodes, String digest, Lasting lasting, long ephemerals, long sessions) {
        for (int server = 1; server <= servers; server++) {
            held.put(server, held(nodes, digest, lasting, new long[] {ephemerals, sessions}));
        }
    }

    void at(int server, long nodes, String digest, Lasting lasting) {
        held.put(server, held(nodes, digest, lasting, new long[] {0, 0}));
    }

    /** Applies one more transaction on all servers. */
    void commit() {
        zxid++;
    }

    /** Has every server say this of the members. */
    void say(String text) {
        membership = text;
    }

    void afterTheFirstRead(Runnable action) {
        afterTheFirstRead = action;
    }

    void whenAsked(IntConsumer action) {
        whenAsked = action;
    }

    int reads() {
        return reads;
    }

    ClientProbe probe() {
        return new ClientProbe() {
            @Override
            public void commitMarker(List<PlannedServer> some) {
                commit();
            }

            @Override
            public String membership(PlannedServer server) {
                return membership;
            }
        };
    }

    @Override
    public AdminServer at(ServerAddress address) {
        return new OneServer(address);
    }

    @Override
    public Held examineTree(InputStream snapshot, Optional<Zxid> startZxid) throws IOException {
        Held read = tree(snapshot.read());
        reads++;
        if (reads == 1) {
            afterTheFirstRead.run();
        }
        return read;
    }

    @Override
    public Examination examine(InputStream snapshot, Optional<Zxid> startZxid) throws IOException {
        return examineTree(snapshot, startZxid).examination();
    }

    private Held tree(int server) {
        return requireNonNull(held.get(server), "no such server");
    }

    private static Held held(long nodes, String digest, Lasting lasting, long[] ephemeralsAndSessions) {
        Examination examination = new Examination(
                Verdict.CONSISTENT,
                "as it is written here",
                Compression.NONE,
                1,
                Optional.empty(),
                Optional.empty(),
                Optional.of(digest),
                0,
                new Examination.Content(nodes, ephemeralsAndSessions[0], ephemeralsAndSessions[1], 0, 0));
        return new Held(examination, lasting);
    }

    private final class OneServer implements AdminServer {
        private final ServerAddress address;
        private final int id;

        OneServer(ServerAddress address) {
            this.address = address;
            this.id = Integer.parseInt(address.host().substring(address.host().lastIndexOf('.') + 1));
        }

        @Override
        public ServerStatus status() {
            whenAsked.accept(id);
            Role role = id == 1 ? Role.LEADER : Role.FOLLOWER;
            long nodes = tree(id).examination().content().nodes();
            return new ServerStatus(address, id, role, true, new Zxid(zxid), nodes, "3.9.5");
        }

        @Override
        public Optional<Long> heapBytes() {
            throw new AssertionError("a proof does not ask for the heap");
        }

        @Override
        public Optional<Long> learners() {
            throw new AssertionError("nobody was left out");
        }

        @Override
        public long digestMismatches() {
            return 0;
        }

        @Override
        public Download openSnapshot() {
            return new Download() {
                @Override
                public Zxid startZxid() {
                    return new Zxid(zxid);
                }

                @Override
                public long size() {
                    return 1;
                }

                @Override
                public InputStream body() {
                    return new ByteArrayInputStream(new byte[] {(byte) id});
                }

                @Override
                public void close() {}
            };
        }

        @Override
        public Set<String> voterHosts() {
            throw new AssertionError("a proof goes by the plan");
        }

        @Override
        public Zxid persistSnapshot() {
            throw new AssertionError("a proof changes nothing");
        }

        @Override
        public Zxid restore(Body snapshot) {
            throw new AssertionError("a proof changes nothing");
        }
    }
}
