package io.zooark.snapshot;

import static java.util.Objects.requireNonNull;

import io.zooark.ensemble.AdminServers;
import io.zooark.ensemble.Ensemble;
import io.zooark.ensemble.Parallel;
import io.zooark.ensemble.Role;
import io.zooark.ensemble.ServerAddress;
import io.zooark.ensemble.ServerStatus;
import io.zooark.error.RestoreException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * What all servers of an ensemble said when they were asked at one moment.
 *
 * @param candidates those that can give a snapshot, the best first
 * @param passedOver the others, each with its reason
 */
public record Survey(List<ServerStatus> candidates, List<String> passedOver) {
    /** Below it one permission bit is enough to take a snapshot (CVE-2025-58457), and taking one changes the tree. */
    private static final String OLDEST_SAFE_VERSION = "3.9.4";

    /** The highest zxid first; then whoever is missed least: an observer, a follower, the leader. */
    private static final Comparator<ServerStatus> BEST_FIRST =
            Comparator.comparing(ServerStatus::lastZxid).reversed().thenComparing(ServerStatus::role);

    public Survey {
        candidates = List.copyOf(requireNonNull(candidates, "candidates is null"));
        passedOver = List.copyOf(requireNonNull(passedOver, "passedOver is null"));
    }

    /** Asks the seeds, and then every voter that they name, all at once. */
    public static Survey of(Ensemble ensemble, AdminServers servers, Executor executor) {
        Map<ServerAddress, Answer> answers = new LinkedHashMap<>();
        ask(ensemble.seeds(), servers, executor, answers);
        Set<ServerAddress> others = new LinkedHashSet<>();
        answers.values()
                .forEach(answer -> answer.voterHosts().stream()
                        .map(host -> new ServerAddress(host, ensemble.admin().port()))
                        .filter(address -> !knows(answers, address))
                        .forEach(others::add));
        ask(others, servers, executor, answers);

        List<ServerStatus> candidates = new ArrayList<>();
        List<String> passedOver = new ArrayList<>();
        answers.forEach((address, answer) -> {
            if (answer.status() == null || !answer.problem().isEmpty()) {
                passedOver.add(address + ": " + answer.problem());
            } else {
                candidates.add(answer.status());
            }
        });
        candidates.sort(BEST_FIRST);
        return new Survey(candidates, passedOver);
    }

    /** Says why a candidate is the one to take. */
    public String why(ServerStatus chosen) {
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

    private static void ask(
            Collection<ServerAddress> addresses,
            AdminServers servers,
            Executor executor,
            Map<ServerAddress, Answer> answers) {
        answers.putAll(Parallel.ask(addresses, executor, address -> ask(address, servers)));
    }

    private static Answer ask(ServerAddress address, AdminServers servers) {
        try {
            ServerStatus status = servers.at(address).status();
            return new Answer(status, servers.at(address).voterHosts(), objection(status));
        } catch (RestoreException e) {
            return new Answer(null, Set.of(), firstLine(e));
        }
    }

    private static String objection(ServerStatus status) {
        if (!status.broadcasting()) {
            return "is not part of a working quorum";
        }
        return Versions.below(status.version(), OLDEST_SAFE_VERSION)
                ? "runs ZooKeeper " + status.version() + "; " + OLDEST_SAFE_VERSION + " is the oldest that is safe"
                : "";
    }

    /** A seed may be a name and the voting view an address of the same server; a zxid tells nothing of that. */
    private static boolean knows(Map<ServerAddress, Answer> answers, ServerAddress address) {
        return answers.keySet().stream().anyMatch(known -> known.host().equals(address.host()));
    }

    private static String firstLine(RestoreException e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("failed");
    }

    private record Answer(@Nullable ServerStatus status, Set<String> voterHosts, String problem) {}
}
