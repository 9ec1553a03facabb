package io.zooark.restore.report;

import io.zooark.restore.AccessRule;
import io.zooark.restore.Outcome;
import io.zooark.restore.PlannedRule;
import io.zooark.restore.PlannedRule.Fate;
import io.zooark.restore.RestoreOptions;
import io.zooark.restore.RestoreOptions.Method;
import io.zooark.restore.RestoreOptions.Sessions;
import io.zooark.restore.RestorePlan;
import io.zooark.restore.report.Report.NextStep;
import io.zooark.snapshot.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What a person does next, with the commands to copy.
 *
 * @param execution the ARN of the restore's own execution
 * @param conflicts rules that could not be opened
 * @param served whether there was a quorum before: without one there is no going back
 */
record NextSteps(RestorePlan plan, String execution, List<String> conflicts, boolean served) {
    private static final String MACHINE_UNKNOWN = "ARN_OF_THE_RESTORE_MACHINE";

    List<NextStep> of(Optional<Outcome> outcome) {
        return outcome.map(this::after)
                .orElseGet(() -> List.of(
                        step("Look whether the execution still runs. If it does, wait.", describe()),
                        step("If it does not, wait five minutes: the recovery starts by itself.")));
    }

    private List<NextStep> after(Outcome outcome) {
        return switch (outcome) {
            case RESTORED ->
                List.of(
                        step("Nothing has to be done."),
                        back("If this was the wrong snapshot", " That drops what was written since."),
                        step(
                                "When you are sure, remove what was set aside with the document prune; until then keep it."));
            case RESTORED_NOT_FULLY_OPEN -> opening();
            case NOTHING_CHANGED ->
                List.of(
                        step("Mend what the reason names."),
                        step("Start the restore again if it is still wanted.", again()));
            case ROLLED_BACK ->
                List.of(
                        step("Nothing is urgent: clients are in, on the data of before."),
                        step(
                                "Mend what the reason names, then start the restore again if it is still wanted.",
                                again()));
            case UNDONE ->
                List.of(
                        step("Nothing is urgent: clients are in, on the data of before."),
                        step("If another snapshot is wanted, start a restore with its id.", again()));
            case RECOVERING ->
                List.of(
                        step("Do not start anything. The machine recover-" + plan.ensemble()
                                + " begins within five minutes, and writes this report anew."),
                        step("If this page has not changed after fifteen minutes, look at that machine's executions."));
            case LEFT_CLOSED ->
                List.of(
                        step("Do not open the security groups by hand: what the servers hold is not proven."),
                        step("Mend what the reason names."),
                        step(
                                "Then either restore again: it takes over where this one ended, and opens at its end.",
                                again()),
                        back("Or to have the data of before again", ""));
        };
    }

    private List<NextStep> opening() {
        List<NextStep> steps = new ArrayList<>();
        steps.add(step("Do NOT restore again: that would drop what clients have written since."));
        for (PlannedRule rule : plan.access()) {
            AccessRule original = rule.original();
            if (inPlace(rule) && conflicts.stream().anyMatch(conflict -> conflict.contains(original.id()))) {
                steps.add(step(
                        "Somebody changed " + original.id() + ". If it shall be as it was: " + original,
                        modify(original)));
            }
        }
        steps.add(step("Where a host is named in the reason, run the document uncut on it."));
        return steps;
    }

    /** A rule that was revoked has another id by now. */
    private static boolean inPlace(PlannedRule rule) {
        return rule.fate() == Fate.PARKED || rule.fate() == Fate.NARROWED;
    }

    private NextStep back(String when, String warning) {
        return served
                ? step(when + ": start the machine recover-" + plan.ensemble() + " with this input." + warning, undo())
                : step(when + ": there was no quorum before, so it cannot be put back and proven by a machine. Follow"
                        + " ‘Put the old data back by hand’ in statemachine/README.md.");
    }

    /** The same restore again: as it was asked for. */
    private String again() {
        RestoreOptions options = plan.options();
        StringBuilder input = new StringBuilder("{\"confirm\": " + json(plan.ensemble()) + ", \"snapshot\": ")
                .append(plan.snapshotInput());
        if (options.sessions() != Sessions.LEAVE_OUT) {
            input.append(", \"sessions\": ").append(json(options.sessions().toString()));
        }
        if (options.method() != Method.ADMIN) {
            input.append(", \"method\": ").append(json(options.method().toString()));
        }
        if (plan.snapshot().verdict() != Verdict.CONSISTENT) {
            input.append(", \"accept\": ").append(json(plan.snapshot().verdict().toString()));
        }
        if (!options.without().isEmpty()) {
            input.append(options.without().stream()
                    .map(NextSteps::json)
                    .collect(Collectors.joining(", ", ", \"without\": [", "]")));
        }
        return "aws stepfunctions start-execution --state-machine-arn " + machine() + " --input "
                + quoted(input.append('}').toString());
    }

    private String undo() {
        return "{\"confirm\": " + json(plan.ensemble()) + ", \"undo\": " + json(plan.restoreId()) + "}";
    }

    private String describe() {
        return "aws stepfunctions describe-execution --execution-arn " + quoted(execution);
    }

    /** {@code arn:aws:states:<region>:<account>:execution:<machine>:<name>} tells the machine's own. */
    private String machine() {
        String[] parts = execution.split(":", -1);
        return parts.length == 8 && parts[5].equals("execution")
                ? quoted(String.join(":", parts[0], parts[1], parts[2], parts[3], parts[4], "stateMachine", parts[6]))
                : MACHINE_UNKNOWN;
    }

    private static String modify(AccessRule rule) {
        String source = switch (rule.source().kind()) {
            case IPV4 -> "CidrIpv4";
            case IPV6 -> "CidrIpv6";
            case PREFIX_LIST -> "PrefixListId";
            case GROUP -> "ReferencedGroupId";
        };
        String description = rule.description().isEmpty() ? "" : ", \"Description\": " + json(rule.description());
        return "aws ec2 modify-security-group-rules --group-id " + quoted(rule.group()) + " --security-group-rules "
                + quoted("[{\"SecurityGroupRuleId\": " + json(rule.id()) + ", \"SecurityGroupRule\": {\"IpProtocol\": "
                        + json(rule.traffic().protocol()) + ", \"FromPort\": "
                        + rule.traffic().fromPort() + ", \"ToPort\": "
                        + rule.traffic().toPort()
                        + ", \"" + source + "\": " + json(rule.source().value()) + description + "}}]");
    }

    private static NextStep step(String what) {
        return new NextStep(what, Optional.empty());
    }

    private static NextStep step(String what, String command) {
        return new NextStep(what, Optional.of(command));
    }

    /** Whatever a description holds, the shell must take it for one word. */
    static String quoted(String word) {
        return word.matches("[A-Za-z0-9_./:@=+-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
    }

    static String json(String text) {
        StringBuilder out = new StringBuilder("\"");
        text.codePoints().forEach(c -> {
            if (c == '"' || c == '\\') {
                out.append('\\').append((char) c);
            } else if (c < 0x20) {
                out.append(String.format("\\u%04x", c));
            } else {
                out.appendCodePoint(c);
            }
        });
        return out.append('"').toString();
    }
}
