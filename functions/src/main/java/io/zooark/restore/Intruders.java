package io.zooark.restore;

import static java.util.Objects.requireNonNull;

import io.zooark.ensemble.AdminServer;
import io.zooark.ensemble.AdminServers;
import io.zooark.ensemble.ServerAddress;
import io.zooark.ensemble.ServerStatus;
import io.zooark.error.RestoreException;
import io.zooark.error.ServerNotServingException;
import java.util.List;
import java.util.Optional;

/**
 * Notices servers that a restore was to go on without and that are there nevertheless.
 *
 * <p>One that joins the empty servers takes their empty tree under a higher zxid than the snapshot's, and wins with it the
 * election after the last start (zookeeper.md, trap K).
 */
final class Intruders {
    private final AdminServers servers;

    Intruders(AdminServers servers) {
        this.servers = requireNonNull(servers, "servers is null");
    }

    /** Returns who is there, as far as the others know; empty where nobody was left out, or nobody of those is there. */
    Optional<String> inQuorum(RestorePlan plan) {
        if (plan.left().isEmpty()) {
            return Optional.empty();
        }
        List<Counted> serving = plan.servers().stream()
                .flatMap(server -> count(server).stream())
                .toList();
        int expected = plan.servers().size() - 1;
        return serving.stream()
                .filter(one ->
                        one.learners().filter(learners -> learners > expected).isPresent())
                .map(one -> one.server() + " leads "
                        + one.learners().map(String::valueOf).orElse("") + " others instead of " + expected
                        + ": one of "
                        + plan.left() + ", which were to be left out, is connected to it")
                .findFirst()
                .or(() -> ledFromOutside(plan, serving));
    }

    /** Followers follow someone. */
    private static Optional<String> ledFromOutside(RestorePlan plan, List<Counted> serving) {
        return !serving.isEmpty()
                        && serving.stream().allMatch(one -> one.learners().isEmpty())
                ? Optional.of("the servers serve, and none of them leads: the leader is one of " + plan.left()
                        + ", which were to be left out")
                : Optional.empty();
    }

    /**
     * A server in a quorum.
     *
     * @param learners how many are connected to it; empty where it does not lead
     */
    private record Counted(PlannedServer server, Optional<Long> learners) {}

    /** Returns nothing for who is in no quorum. */
    private Optional<Counted> count(PlannedServer server) {
        try {
            AdminServer admin = servers.at(server.admin());
            return admin.status().broadcasting()
                    ? Optional.of(new Counted(server, admin.learners()))
                    : Optional.empty();
        } catch (RestoreException e) {
            return Optional.empty();
        }
    }

    /** Returns who answers at the address where it would be; silence proves nothing. */
    Optional<String> answering(RestorePlan plan) {
        return plan.left().stream()
                .filter(server -> answers(server, plan))
                .findFirst()
                .map(server -> server + " was to be left out, but its AdminServer answers");
    }

    private boolean answers(AbsentServer absent, RestorePlan plan) {
        ServerAddress address =
                new ServerAddress(absent.host(), plan.servers().get(0).adminPort());
        if (plan.servers().stream().anyMatch(server -> server.admin().equals(address))) {
            return false;
        }
        try {
            ServerStatus status = servers.at(address).status();
            return status.id() == absent.id();
        } catch (ServerNotServingException e) {
            return true;
        } catch (RestoreException e) {
            return false;
        }
    }
}
