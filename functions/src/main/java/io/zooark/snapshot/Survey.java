package io.zooark.snapshot;

import static java.util.Objects.requireNonNull;

import io.zooark.ensemble.Role;
import io.zooark.ensemble.ServerAddress;
import io.zooark.ensemble.ServerStatus;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * What all servers of an ensemble said when they were asked at one moment.
 *
 * @param candidates those that can give a snapshot, the best first
 * @param passedOver the others, each with its reason
 * @param reachable how many servers answered, whatever they said
 */
record Survey(List<ServerStatus> candidates, List<String> passedOver, int reachable) {
    /** The highest zxid first; then whoever is missed least: an observer, a follower, the leader. */
    private static final Comparator<ServerStatus> BEST_FIRST =
            Comparator.comparing(ServerStatus::lastZxid).reversed().thenComparing(ServerStatus::role);

    Survey {
        candidates = List.copyOf(requireNonNull(candidates, "candidates is null"));
        passedOver = List.copyOf(requireNonNull(passedOver, "passedOver is null"));
    }

    /**
     * Sorts answers.
     *
     * @param statuses of those that answered
     * @param problems of those that give no snapshot, whether they answered or not
     * @param refusing how many answered and did not say how they are
     */
    static Survey of(Map<ServerAddress, ServerStatus> statuses, Map<ServerAddress, String> problems, int refusing) {
        List<ServerStatus> candidates = new ArrayList<>();
        statuses.forEach((address, status) -> {
            if (!problems.containsKey(address)) {
                candidates.add(status);
            }
        });
        candidates.sort(BEST_FIRST);
        List<String> passedOver = new ArrayList<>();
        problems.forEach((address, problem) -> passedOver.add(address + ": " + problem));
        long answered =
                statuses.values().stream().map(Survey::identity).distinct().count();
        return new Survey(candidates, passedOver, (int) answered + refusing);
    }

    /** A server that is known by two addresses is one server. */
    private static Object identity(ServerStatus status) {
        return status.id() > 0 ? status.id() : status.address();
    }

    /** Says why a candidate is the one to take. */
    String why(ServerStatus chosen) {
        if (!chosen.equals(candidates.get(0))) {
            return "is the next best, at " + chosen.lastZxid() + ", after others have failed";
        }
        boolean alone = candidates.stream()
                        .filter(c -> c.lastZxid().equals(chosen.lastZxid()))
                        .count()
                == 1;
        String rank = alone ? "has the highest zxid, " : "is as far as any, at ";
        String role = chosen.role() == Role.LEADER
                ? "; it is the leader, and no other server is as far"
                : "; the leader is spared the work";
        return rank + chosen.lastZxid() + (chosen.role() == Role.STANDALONE ? "; the only server" : role);
    }
}
