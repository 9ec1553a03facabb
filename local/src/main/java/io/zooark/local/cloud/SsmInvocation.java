package io.zooark.local.cloud;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.zooark.local.cloud.Host.Result;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One command on one instance: waits for its delivery, runs, and keeps what came of it. */
final class SsmInvocation {
    private static final int LONGEST_OUTPUT = 24_000;
    private static final int LONGEST_ERROR = 8_000;

    /** What the agent reports for a script that it killed: 128 + SIGKILL. */
    private static final int KILLED = 137;

    private enum Status {
        PENDING("Pending", "Pending"),
        IN_PROGRESS("InProgress", "InProgress"),
        SUCCESS("Success", "Success"),
        FAILED("Failed", "Failed"),
        CANCELLED("Cancelled", "Cancelled"),
        NOT_DELIVERED("TimedOut", "Delivery Timed Out"),
        TOO_LONG("TimedOut", "Execution Timed Out");

        private final String name;
        private final String details;

        Status(String name, String details) {
            this.name = name;
            this.details = details;
        }
    }

    /**
     * What was asked for.
     *
     * @param deliverBy after which it is no longer delivered
     */
    record Order(
            String commandId,
            String instanceId,
            SsmDocument document,
            Map<String, List<String>> values,
            String comment,
            Instant requested,
            Instant deliverBy) {}

    private final Order order;
    private final Clock clock;
    private Status status = Status.PENDING;
    private @Nullable Instant started;
    private @Nullable Instant ended;
    private @Nullable Thread worker;
    private Result result = new Result(-1, "", "");

    SsmInvocation(Order order, Clock clock) {
        this.order = order;
        this.clock = clock;
    }

    Order order() {
        return order;
    }

    /** Returns when its script ran; empty while it does, or where it did not. */
    synchronized Optional<Ssm.Run> run() {
        return started == null || ended == null ? Optional.empty() : Optional.of(new Ssm.Run(started, ended));
    }

    /** Runs the script on the host, unless it was cancelled, came too late, or runs already. */
    void deliver(Host host) {
        if (!start()) {
            return;
        }
        SsmDocument document = order.document();
        try {
            Result ran = host.run(
                    document.script(order.values()),
                    document.environment(order.values()),
                    document.timeout(order.values()));
            if (ran.exitStatus() < 0) {
                end(Status.TOO_LONG, new Result(KILLED, ran.standardOutput(), ran.standardError()));
            } else {
                end(ran.exitStatus() == 0 ? Status.SUCCESS : Status.FAILED, ran);
            }
        } catch (InterruptedException e) {
            end(Status.CANCELLED, new Result(KILLED, "", "interrupted"));
        } catch (IOException | RuntimeException e) {
            end(Status.FAILED, new Result(1, "", "the host could not run the script: " + e));
        }
    }

    /** Cancels a command that is not done; a script that runs is interrupted. */
    synchronized void cancel() {
        expire();
        if (status == Status.PENDING) {
            status = Status.CANCELLED;
        } else if (worker != null) {
            worker.interrupt();
        }
    }

    /** Adds what SSM says of an invocation, its output included. */
    synchronized ObjectNode describe() {
        expire();
        return Json.object()
                .put("CommandId", order.commandId())
                .put("InstanceId", order.instanceId())
                .put("Comment", order.comment())
                .put("DocumentName", order.document().name())
                .put("DocumentVersion", "$DEFAULT")
                .put("PluginName", "aws:runShellScript")
                .put("ResponseCode", result.exitStatus())
                .put("ExecutionStartDateTime", started == null ? "" : started.toString())
                .put(
                        "ExecutionElapsedTime",
                        started == null || ended == null
                                ? ""
                                : Duration.between(started, ended).toString())
                .put("ExecutionEndDateTime", ended == null ? "" : ended.toString())
                .put("Status", status.name)
                .put("StatusDetails", status.details)
                .put("StandardOutputContent", cut(result.standardOutput(), LONGEST_OUTPUT))
                .put("StandardOutputUrl", "")
                .put("StandardErrorContent", cut(result.standardError(), LONGEST_ERROR))
                .put("StandardErrorUrl", "");
    }

    private synchronized boolean start() {
        expire();
        if (status != Status.PENDING) {
            return false;
        }
        status = Status.IN_PROGRESS;
        started = clock.instant();
        worker = Thread.currentThread();
        return true;
    }

    private synchronized void end(Status ending, Result with) {
        status = ending;
        result = with;
        ended = clock.instant();
        worker = null;
        // an interrupt that came too late is not for the next command of this thread
        Thread.interrupted();
    }

    private void expire() {
        if (status == Status.PENDING && clock.instant().isAfter(order.deliverBy())) {
            status = Status.NOT_DELIVERED;
        }
    }

    private static String cut(String text, int longest) {
        return text.length() <= longest ? text : text.substring(0, longest);
    }
}
