package io.zooark.restore;

import static java.util.Objects.requireNonNull;

import io.zooark.error.RequestRefusedException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is asked of a person before the first change, and how to answer; {@code approval.json} beside the plan.
 *
 * @param ensemble the ensemble's name
 * @param restoreId the restore that waits
 * @param askedAt since when it waits
 * @param until when it gives up, with nothing changed
 * @param approve the command that lets it go on
 * @param reject the command that ends it
 * @param briefing what the plan means
 * @param situation how the ensemble stood when the plan was made
 */
public record Approval(
        String ensemble,
        String restoreId,
        Instant askedAt,
        Instant until,
        String approve,
        String reject,
        Map<String, Object> briefing,
        Map<String, Object> situation) {
    /** {@code TimeoutSeconds} of the state that waits. */
    private static final Duration LIMIT = Duration.ofHours(1);

    /** What a rejection is called; the machine goes by it. */
    public static final String REJECTED = "NotApproved";

    static Approval of(RestorePlan plan, Question question, Instant now) {
        String token = "--task-token '" + question.token() + "'";
        return new Approval(
                plan.ensemble(),
                plan.restoreId(),
                now,
                now.plus(LIMIT),
                "aws stepfunctions send-task-success " + token + " --task-output '{}'",
                "aws stepfunctions send-task-failure " + token + " --error " + REJECTED + " --cause 'why not'",
                question.briefing(),
                question.situation());
    }

    /**
     * Refuses a plan that is not the one that was approved: an hour may lie between.
     *
     * @throws RequestRefusedException if it would do anything else; it says what has changed
     */
    static RestorePlan refuseOther(@Nullable RestorePlan approved, RestorePlan plan) {
        List<String> changed = approved == null ? List.of() : changed(approved, plan);
        if (!changed.isEmpty()) {
            throw new RequestRefusedException(
                    "what was approved is no longer what would be done: " + String.join(", ", changed)
                            + " changed since the plan was shown",
                    "start again, and approve what is planned then; nothing was changed");
        }
        return plan;
    }

    private static List<String> changed(RestorePlan approved, RestorePlan plan) {
        List<String> changed = new ArrayList<>();
        note(changed, "the snapshot", !approved.snapshot().equals(plan.snapshot()));
        note(changed, "what it holds", !approved.expected().equals(plan.expected()));
        note(changed, "the options", !approved.options().equals(plan.options()));
        note(changed, "the servers", !places(approved).equals(places(plan)));
        note(changed, "those that are left out", !approved.left().equals(plan.left()));
        note(changed, "their zoo.cfg", !approved.members().equals(plan.members()));
        note(changed, "the rules of the security groups", !approved.access().equals(plan.access()));
        return changed;
    }

    private static void note(List<String> changed, String what, boolean differs) {
        if (differs) {
            changed.add(what);
        }
    }

    /** Whether a server runs, and in which epoch, is looked at again when all are stopped. */
    private static List<PlannedServer> places(RestorePlan plan) {
        return plan.servers().stream()
                .map(server -> new PlannedServer(
                        server.id(),
                        server.instance(),
                        server.host(),
                        server.adminPort(),
                        server.clientPort(),
                        server.observer(),
                        true,
                        0))
                .toList();
    }

    /**
     * What the person is asked.
     *
     * @param token with which the answer finds the execution
     * @param briefing as it was shown
     * @param situation as it was shown
     */
    public record Question(String token, Map<String, Object> briefing, Map<String, Object> situation) {
        public Question {
            requireNonNull(token, "token is null");
            requireNonNull(briefing, "briefing is null");
            requireNonNull(situation, "situation is null");
        }
    }
}
