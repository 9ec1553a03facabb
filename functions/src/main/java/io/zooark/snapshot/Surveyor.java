package io.zooark.snapshot;

import static java.util.Objects.requireNonNull;

import io.zooark.ensemble.AdminServers;
import io.zooark.ensemble.Ensemble;
import io.zooark.ensemble.Parallel;
import io.zooark.ensemble.ServerAddress;
import io.zooark.ensemble.ServerStatus;
import io.zooark.error.RestoreException;
import io.zooark.error.ServerUnreachableException;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Asks all servers of an ensemble how they are, as often as one invocation wants to know; a server that did not answer is
 * not asked again, so that one that hangs costs the invocation one time-out.
 */
final class Surveyor {
    private final Ensemble ensemble;
    private final AdminServers servers;
    private final Executor executor;
    private final Map<ServerAddress, Answer> silent = new HashMap<>();

    Surveyor(Ensemble ensemble, AdminServers servers, Executor executor) {
        this.ensemble = requireNonNull(ensemble, "ensemble is null");
        this.servers = requireNonNull(servers, "servers is null");
        this.executor = requireNonNull(executor, "executor is null");
    }

    /** Asks the seeds, and then every voter that they name, all at once. */
    Survey survey() {
        Map<ServerAddress, Answer> answers = new LinkedHashMap<>(ask(ensemble.seeds()));
        Set<ServerAddress> others = new LinkedHashSet<>();
        answers.values()
                .forEach(answer -> answer.voterHosts().stream()
                        .map(host -> new ServerAddress(host, ensemble.admin().port()))
                        .filter(address -> !knows(answers, address))
                        .forEach(others::add));
        answers.putAll(ask(others));

        Map<ServerAddress, ServerStatus> statuses = new LinkedHashMap<>();
        Map<ServerAddress, String> problems = new LinkedHashMap<>();
        answers.forEach((address, answer) -> {
            if (answer.status() != null) {
                statuses.put(address, answer.status());
            }
            if (!answer.problem().isEmpty()) {
                problems.put(address, answer.problem());
            }
        });
        long refusing = answers.values().stream()
                .filter(answer -> answer.status() == null && !answer.silent())
                .count();
        return Survey.of(statuses, problems, (int) refusing);
    }

    private Map<ServerAddress, Answer> ask(Collection<ServerAddress> addresses) {
        Map<ServerAddress, Answer> answers = new LinkedHashMap<>();
        // in the addresses' order, whoever is asked
        addresses.forEach(address -> answers.put(address, silent.getOrDefault(address, Answer.NONE)));
        Set<ServerAddress> asked = new LinkedHashSet<>(addresses);
        asked.removeAll(silent.keySet());
        Parallel.ask(asked, executor, this::ask).forEach((address, answer) -> {
            answers.put(address, answer);
            if (answer.silent()) {
                silent.put(address, answer);
            }
        });
        return answers;
    }

    private Answer ask(ServerAddress address) {
        try {
            ServerStatus status = servers.at(address).status();
            return new Answer(status, servers.at(address).voterHosts(), objection(status), false);
        } catch (RestoreException e) {
            return new Answer(null, Set.of(), Reasons.withRemedy(e), e instanceof ServerUnreachableException);
        }
    }

    private String objection(ServerStatus status) {
        if (!status.broadcasting()) {
            return "is not part of a working quorum";
        }
        String oldest = ensemble.backups().oldestVersion();
        return Versions.below(status.version(), oldest)
                ? "runs ZooKeeper " + status.version() + ", and backups.oldestVersion is " + oldest
                : "";
    }

    /** A seed may be a name and the voting view an address of the same server; a zxid tells nothing of that. */
    private static boolean knows(Map<ServerAddress, Answer> answers, ServerAddress address) {
        return answers.keySet().stream().anyMatch(known -> known.host().equals(address.host()));
    }

    private record Answer(@Nullable ServerStatus status, Set<String> voterHosts, String problem, boolean silent) {
        static final Answer NONE = new Answer(null, Set.of(), "was not asked", true);
    }
}
