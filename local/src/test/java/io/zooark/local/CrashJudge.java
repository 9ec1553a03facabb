package io.zooark.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.zooark.local.Trial.Backup;
import io.zooark.local.Verdict.End;
import io.zooark.local.cloud.SecurityGroupRule;
import io.zooark.local.stepfunctions.Execution;
import io.zooark.local.stepfunctions.Listener;
import io.zooark.local.zookeeper.LocalHost;
import io.zooark.local.zookeeper.Tree;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** Says in which state a restore that was befallen, and its recovery, have left an ensemble; nothing else will do. */
final class CrashJudge {
    private static final String MOVES = "Set the old data aside";

    private final Trial trial;
    private final Backup backup;
    private final List<SecurityGroupRule> rules;
    private final AtomicInteger writes = new AtomicInteger();
    /** The files of before, from the moment when no server writes to them any more. */
    private volatile Map<Path, String> files = Map.of();

    private Optional<JsonNode> lockBefore = Optional.empty();

    CrashJudge(Trial trial, Backup backup) {
        this.trial = trial;
        this.backup = backup;
        this.rules = trial.cloud().ec2().ingress(LocalCloud.SERVERS_GROUP);
        trial.cloud().stepFunctions().listen(new Stocktaking());
    }

    /** Looks how things are before a restore begins. */
    void look() throws IOException {
        files = Map.of();
        lockBefore = trial.lock();
    }

    /** Returns whether a restore has ended without an end. */
    boolean recoveryIsDue() throws IOException {
        String phase = phase();
        return !phase.isEmpty() && !phase.equals("RELEASED") && !phase.equals("LEFT_CLOSED");
    }

    /** Returns whether the last restore has left the ensemble closed. */
    boolean closed() throws IOException {
        return phase().equals("LEFT_CLOSED");
    }

    private String phase() throws IOException {
        return trial.lock().map(lock -> lock.path("phase").asText()).orElse("");
    }

    /**
     * Judges.
     *
     * @param executions the restore's, and those of its recoveries
     * @param before what was served before it
     * @param acknowledged what a client wrote since, until it was shut out
     */
    Verdict judge(Cell cell, List<Execution> executions, Tree before, List<String> acknowledged, Duration took)
            throws IOException {
        Execution last = executions.get(executions.size() - 1);
        String said = last.error()
                .map(error -> error + ": " + last.cause().orElse(""))
                .orElseGet(() -> last.output().orElse(""));
        assertThat(recoveryIsDue()).as("a recovery is still due: %s", said).isFalse();
        Execution restore = executions.get(0);
        boolean taken = !trial.lock().equals(lockBefore);
        String outcome = taken ? trial.lock().orElseThrow().path("outcome").asText() : "NOTHING_CHANGED";
        End end = end(outcome);
        assertThat(end).as("%s after %s", outcome, restore.status()).isNotEqualTo(End.WRONG);
        if (end == End.CLOSED) {
            assertClosed(said);
        } else {
            assertOpen(outcome, restore, said);
            assertServed(end, before, acknowledged);
        }
        assertNothingDeleted(outcome);
        return new Verdict(cell, end, outcome + " (" + ways(executions) + ")", took);
    }

    private static End end(String outcome) {
        return switch (outcome) {
            case "NOTHING_CHANGED", "ROLLED_BACK" -> End.OLD;
            case "RESTORED", "RESTORED_NOT_FULLY_OPEN" -> End.NEW;
            case "LEFT_CLOSED" -> End.CLOSED;
            default -> End.WRONG;
        };
    }

    /** How each execution ended, by its error's name. */
    private static String ways(List<Execution> executions) {
        return String.join(
                ", then ",
                executions.stream()
                        .map(one -> one.error().orElse(one.status().name()))
                        .toList());
    }

    private void assertClosed(String said) throws IOException {
        assertThat(said).contains("Nothing was deleted").contains("\"snapshot\"");
        for (LocalHost host : trial.ensemble().hosts()) {
            boolean in = trial.cloud().admitsClients(host.server().id())
                    && !host.gate().isCut()
                    && host.server().alive();
            assertThat(in)
                    .as("a client may be in on server %d", host.server().id())
                    .isFalse();
        }
    }

    private void assertOpen(String outcome, Execution restore, String said) throws IOException {
        assertThat(trial.cloud().ec2().ingress(LocalCloud.SERVERS_GROUP)).isEqualTo(rules);
        if (outcome.equals("RESTORED_NOT_FULLY_OPEN")) {
            // promised is what a person does next: that is done here
            assertThat(restore.cause().orElse(said)).contains("uncut");
            new HandDocuments(trial).uncut();
        }
        for (LocalHost host : trial.ensemble().hosts()) {
            assertThat(host.gate().isCut())
                    .as("server %d is cut", host.server().id())
                    .isFalse();
            for (String folder : List.of("run/systemd/system", "etc/systemd/system")) {
                assertThat(host.root().resolve(folder).resolve(LocalHost.UNIT + ".d/90-zooark-hold.conf"))
                        .doesNotExist();
            }
        }
    }

    private void assertServed(End end, Tree before, List<String> acknowledged) throws IOException {
        trial.ensemble().awaitBroadcast(Trial.LIMIT);
        String written = "/written-by-a-client-" + writes.incrementAndGet();
        trial.write(written);
        if (end == End.NEW) {
            trial.assertHolds(backup, written);
            return;
        }
        trial.assertServes(before, written);
        for (LocalHost host : trial.ensemble().hosts()) {
            assertThat(trial.tree(host).nodes().keySet())
                    .as("acknowledged, on server %d", host.server().id())
                    .containsAll(acknowledged);
        }
    }

    private void assertNothingDeleted(String outcome) throws IOException {
        List<Path> missing = Inventory.missing(files);
        assertThat(missing.stream()
                        // raised above everything that was seen, so that the old data wins
                        .filter(path -> !outcome.equals("ROLLED_BACK")
                                || !path.toString().endsWith("Epoch"))
                        .toList())
                .as("files of before that lie nowhere")
                .isEmpty();
    }

    /** Requires that a restore without a fault succeeded, and brought what the backup holds. */
    void holdsBackupAfter(Execution restore) throws IOException {
        Trial.assertSucceeded(restore);
        assertThat(trial.cloud().ec2().ingress(LocalCloud.SERVERS_GROUP)).isEqualTo(rules);
        String written = "/written-by-a-client-" + writes.incrementAndGet();
        trial.write(written);
        trial.assertHolds(backup, written);
    }

    /** Takes stock when every server has been stopped, just before the first file is moved. */
    private final class Stocktaking implements Listener {
        @Override
        public void entering(String executionArn, String state) {
            if (state.equals(MOVES) && files.isEmpty()) {
                try {
                    files = Inventory.of(trial);
                } catch (IOException e) {
                    throw new AssertionError("no inventory can be made", e);
                }
            }
        }
    }
}
