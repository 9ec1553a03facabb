package io.zooark.restore;

import io.zooark.ensemble.AdminServer;
import io.zooark.ensemble.AdminServers;
import io.zooark.ensemble.Role;
import io.zooark.ensemble.ServerAddress;
import io.zooark.ensemble.ServerStatus;
import io.zooark.ensemble.Zxid;
import io.zooark.error.ServerNotServingException;
import io.zooark.error.ServerUnreachableException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** AdminServers that say of themselves what a test has told them, and are silent otherwise. */
final class StillServers implements AdminServers {
    private final Map<ServerAddress, Supplier<ServerStatus>> statuses = new HashMap<>();
    private final Map<ServerAddress, Long> heaps = new HashMap<>();
    private final Map<ServerAddress, Long> learners = new HashMap<>();

    StillServers serving(PlannedServer server, Role role, String zxid, String version) {
        ServerStatus status = new ServerStatus(server.admin(), server.id(), role, true, Zxid.parse(zxid), 10, version);
        statuses.put(server.admin(), () -> status);
        return this;
    }

    StillServers notServing(PlannedServer server) {
        statuses.put(server.admin(), () -> {
            throw new ServerNotServingException(server + " is not serving requests", "see to the others");
        });
        return this;
    }

    StillServers withHeap(PlannedServer server, long bytes) {
        heaps.put(server.admin(), bytes);
        return this;
    }

    StillServers leading(PlannedServer server, long others) {
        learners.put(server.admin(), others);
        return this;
    }

    StillServers leadingNobody(PlannedServer server) {
        learners.remove(server.admin());
        return this;
    }

    StillServers serving(ServerAddress address, int id) {
        ServerStatus status =
                new ServerStatus(address, id, Role.FOLLOWER, true, Zxid.parse("0x300000020"), 10, "3.9.5");
        statuses.put(address, () -> status);
        return this;
    }

    @Override
    public AdminServer at(ServerAddress address) {
        return new Still(address);
    }

    private final class Still implements AdminServer {
        private final ServerAddress address;

        Still(ServerAddress address) {
            this.address = address;
        }

        @Override
        public ServerStatus status() {
            Supplier<ServerStatus> status = statuses.get(address);
            if (status == null) {
                throw new ServerUnreachableException(address + " did not answer", "see that it runs");
            }
            return status.get();
        }

        @Override
        public Optional<Long> learners() {
            return Optional.ofNullable(learners.get(address));
        }

        @Override
        public Optional<Long> heapBytes() {
            return Optional.ofNullable(heaps.get(address));
        }

        @Override
        public Set<String> voterHosts() {
            throw unasked();
        }

        @Override
        public long digestMismatches() {
            throw unasked();
        }

        @Override
        public Download openSnapshot() {
            throw unasked();
        }

        @Override
        public Zxid persistSnapshot() {
            throw unasked();
        }

        @Override
        public Zxid restore(Body snapshot) {
            throw unasked();
        }

        private AssertionError unasked() {
            return new AssertionError("nobody asks " + address + " for this");
        }
    }
}
