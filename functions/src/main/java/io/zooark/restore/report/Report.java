package io.zooark.restore.report;

import static java.util.Objects.requireNonNull;

import io.zooark.ensemble.Zxid;
import io.zooark.restore.Outcome;
import io.zooark.restore.RestoreOptions;
import io.zooark.snapshot.SnapshotId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * How a restore went and ended, for the person who answers for it: {@code report.json}, and the page made from it.
 *
 * <p>It is written anew at each change of phase, so that one is there also for an execution that dies; a recovery goes on
 * with the report of what it recovers.
 *
 * @param formatVersion of this document; 1
 * @param execution the ARN of the restore's own execution
 * @param outcome how it ended; empty while it goes on
 * @param writtenAt when
 * @param headline the outcome in one sentence
 * @param summary one paragraph: what happened, what that means, what to do next
 * @param nextSteps what a person does now, in this order
 * @param history every end so far, the first one first: that of the restore, then that of its recovery
 * @param servers before and after
 */
public record Report(
        int formatVersion,
        String ensemble,
        String restoreId,
        String execution,
        Optional<Outcome> outcome,
        Instant writtenAt,
        String headline,
        String summary,
        List<NextStep> nextSteps,
        List<End> history,
        TimeLine timeLine,
        Snapshot snapshot,
        List<Server> servers,
        Rules rules,
        List<String> warnings) {
    static final int FORMAT_VERSION = 1;

    public Report {
        requireNonNull(ensemble, "ensemble is null");
        requireNonNull(restoreId, "restoreId is null");
        requireNonNull(execution, "execution is null");
        requireNonNull(outcome, "outcome is null");
        requireNonNull(writtenAt, "writtenAt is null");
        requireNonNull(headline, "headline is null");
        requireNonNull(summary, "summary is null");
        nextSteps = List.copyOf(nextSteps);
        history = List.copyOf(history);
        requireNonNull(timeLine, "timeLine is null");
        requireNonNull(snapshot, "snapshot is null");
        servers = List.copyOf(servers);
        requireNonNull(rules, "rules is null");
        warnings = List.copyOf(warnings);
    }

    /**
     * What a person does.
     *
     * @param command what to copy into a shell; empty where there is nothing to type
     */
    public record NextStep(String what, Optional<String> command) {
        public NextStep {
            requireNonNull(what, "what is null");
            requireNonNull(command, "command is null");
        }
    }

    /**
     * One end: of the restore, or of a recovery.
     *
     * @param state the state that failed
     * @param failure what it said; empty where nothing failed
     * @param then what failed after it, on the way back
     */
    public record End(
            Outcome outcome,
            Instant at,
            String execution,
            Optional<String> state,
            Optional<String> failure,
            Optional<String> then) {
        public End {
            requireNonNull(outcome, "outcome is null");
            requireNonNull(at, "at is null");
            requireNonNull(execution, "execution is null");
            requireNonNull(state, "state is null");
            requireNonNull(failure, "failure is null");
            requireNonNull(then, "then is null");
        }
    }

    /**
     * What was to be restored.
     *
     * @param ensemble whose it is
     * @param age how old it was when the restore began: what is lost at the most
     * @param safety the snapshot taken just before; empty where no server could give one
     * @param method how it was to come onto the servers
     * @param stored what the hosts were to fetch; empty where they were not, or where it was not stored
     */
    public record Snapshot(
            String ensemble,
            SnapshotId id,
            String verdict,
            Instant takenAt,
            Duration age,
            long nodes,
            Zxid zxid,
            String digest,
            long bytes,
            long sessionsLeftOut,
            long ephemeralsLeftOut,
            Optional<String> safety,
            String method,
            Optional<String> stored) {
        public Snapshot {
            requireNonNull(ensemble, "ensemble is null");
            requireNonNull(id, "id is null");
            requireNonNull(verdict, "verdict is null");
            requireNonNull(takenAt, "takenAt is null");
            requireNonNull(age, "age is null");
            requireNonNull(zxid, "zxid is null");
            requireNonNull(digest, "digest is null");
            requireNonNull(safety, "safety is null");
            // reports of an earlier version have neither
            method = method == null ? RestoreOptions.Method.ADMIN.toString() : method;
            stored = stored == null ? Optional.empty() : stored;
        }
    }

    /**
     * The security groups' rules that let clients in.
     *
     * @param closedAt when all were closed
     * @param openedAt when all were opened again
     * @param created ids of rules that had to be added anew
     * @param conflicts rules that somebody changed meanwhile; they were left as they are
     */
    public record Rules(
            List<Rule> rules,
            Optional<Instant> closedAt,
            Optional<Instant> openedAt,
            List<String> created,
            List<String> conflicts) {
        public Rules {
            rules = List.copyOf(rules);
            requireNonNull(closedAt, "closedAt is null");
            requireNonNull(openedAt, "openedAt is null");
            created = List.copyOf(created);
            conflicts = List.copyOf(conflicts);
        }
    }

    /**
     * One rule.
     *
     * @param description as it stands in EC2
     * @param fate what it lets in, and what becomes of it while clients are shut out
     */
    public record Rule(String id, String group, String description, String fate) {
        public Rule {
            requireNonNull(id, "id is null");
            requireNonNull(group, "group is null");
            requireNonNull(description, "description is null");
            requireNonNull(fate, "fate is null");
        }
    }
}
