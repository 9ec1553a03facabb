package io.zooark.local;

import io.zooark.handler.FunctionLog;
import io.zooark.local.Trial.Backup;
import io.zooark.local.cloud.HandlerFunctions;
import io.zooark.local.cloud.LogFile;
import io.zooark.local.cloud.Permission;
import io.zooark.local.cloud.RuleSource;
import io.zooark.local.cloud.Traffic;
import io.zooark.local.stepfunctions.Execution;
import io.zooark.local.stepfunctions.StateMachine;
import io.zooark.local.zookeeper.EnsembleOptions;
import io.zooark.local.zookeeper.LocalHost;
import io.zooark.local.zookeeper.Tree;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** One ensemble in its cloud on which the cells of the crash matrix are run, one after the other. */
final class CrashScene implements Closeable {
    /** Waiting for a server that never serves takes a minute of it. */
    private static final Duration LIMIT = Duration.ofMinutes(6);

    /** How often the schedule starts the recovery after the first, the fault being lifted. */
    private static final int MOST_RECOVERIES = 3;

    private static final int WRITES = 5;

    private final CrashedMachine machine;
    private final Saboteur saboteur;
    private final Trial trial;
    private final Backup backup;
    private final CrashJudge judge;
    private int killed;
    private int cells;

    private CrashScene(CrashedMachine machine, Saboteur saboteur, Trial trial) throws Exception {
        this.machine = machine;
        this.saboteur = saboteur;
        this.trial = trial;
        saboteur.begin(trial.cloud(), () -> victim().server().alive(), this::kill);
        letNeighboursIn();
        this.backup = trial.backup();
        this.judge = new CrashJudge(trial, backup);
    }

    /** Begins with three servers that hold a shop. What they leave behind lies in {@code target/trials}. */
    static CrashScene begin(String name) throws Exception {
        CrashedMachine machine = CrashedMachine.read();
        Saboteur saboteur = new Saboteur(machine.states());
        Trial trial = Trial.begin(
                name,
                EnsembleOptions.voters(3),
                (folder, ensemble) -> LocalCloud.around(
                        ensemble,
                        folder.resolve("s3"),
                        Trial.SUPER_PASSWORD,
                        environment -> saboteur.around(new HandlerFunctions(
                                environment,
                                new FunctionLog(LocalCloud.ENSEMBLE, new LogFile(folder.resolve("functions.log")))))),
                folder -> folder.resolve("s3"));
        try {
            return new CrashScene(machine, saboteur, trial);
        } catch (Exception e) {
            trial.close();
            throw e;
        }
    }

    /** A rule that reaches more than the client ports: it is narrowed, with others in its place, and not only parked. */
    private void letNeighboursIn() {
        int port = trial.ensemble().host(1).server().ports().client();
        trial.cloud()
                .ec2()
                .authorize(
                        LocalCloud.SERVERS_GROUP,
                        new Permission(
                                Traffic.tcp(port - 100, port + 100), RuleSource.cidr("10.0.3.0/24"), "the neighbours"));
    }

    private void kill() {
        victim().server().kill();
        killed++;
    }

    /** Each server in its turn. */
    private LocalHost victim() {
        List<LocalHost> hosts = trial.ensemble().hosts();
        return hosts.get(killed % hosts.size());
    }

    /** Restores by each method without a fault, and returns the states that it went through, in their order. */
    List<String> survey() throws InterruptedException {
        List<String> states = new ArrayList<>(states(trial.restore(backup)));
        Execution placed = trial.run(input(true));
        Trial.assertSucceeded(placed);
        states(placed).stream().filter(state -> !states.contains(state)).forEach(states::add);
        return states;
    }

    private List<String> states(Execution execution) {
        return execution.history().stream()
                .flatMap(event -> event.enteredState().stream())
                .filter(machine.states()::contains)
                .distinct()
                .toList();
    }

    /** Returns the calls of AWS that restores have made so far, by state. */
    Map<String, Set<String>> calls() {
        return saboteur.calls();
    }

    CrashedMachine machine() {
        return machine;
    }

    /** Runs a cell up to the moment when no recovery is due any more, and judges what is there then. */
    Verdict run(Cell cell) {
        Instant began = Instant.now();
        try {
            return ran(cell);
        } catch (Exception | AssertionError e) {
            return new Verdict(
                    cell, Verdict.End.WRONG, String.valueOf(e.getMessage()), Duration.between(began, Instant.now()));
        } finally {
            saboteur.disarm();
        }
    }

    private Verdict ran(Cell cell) throws Exception {
        cells++;
        trial.write("/orders/written-before-cell-" + cells);
        Tree before = trial.tree();
        judge.look();
        register(cell);
        try (Ledger ledger = Ledger.open(trial.ensemble().connectString(), "/ledger-" + cells)) {
            ledger.awaitWrites(WRITES, Trial.LIMIT);
            saboteur.arm(cell);
            Instant began = Instant.now();
            List<Execution> executions = executions(cell);
            saboteur.awaitQuiet();
            Duration took = Duration.between(began, Instant.now());
            boolean befallen = saboteur.disarm();
            startWhatNobodyHolds();
            List<String> acknowledged = ledger.end();
            Verdict verdict = judge.judge(cell, executions, before, acknowledged, took);
            return befallen ? verdict : new Verdict(cell, Verdict.End.UNTOUCHED, "did not occur", took);
        }
    }

    /** Puts the state's time-out within reach where the cell is about it. */
    private void register(Cell cell) {
        trial.cloud()
                .stepFunctions()
                .register(StateMachine.define(
                        LocalCloud.RESTORE_MACHINE, machine.definition(cell), HandlerFunctions.substitutions()));
    }

    /** Returns the restore, and the recoveries that its end, and then the schedule, have started. */
    private List<Execution> executions(Cell cell) throws Exception {
        List<Execution> executions = new ArrayList<>();
        Execution restore = trial.start(input(machine.placesIn(cell.state())));
        executions.add(restore.await(LIMIT));
        if (restore.status() == Execution.Status.SUCCEEDED) {
            return executions;
        }
        executions.add(trial.recoveryOf(restore));
        for (int i = 0; i < MOST_RECOVERIES && judge.recoveryIsDue(); i++) {
            saboteur.awaitQuiet();
            executions.add(trial.cloud().recoveryRule().start().await(LIMIT));
        }
        return executions;
    }

    private Map<String, String> input(boolean placed) {
        return Map.of(
                "confirm", LocalCloud.ENSEMBLE, "snapshot", backup.id(), "method", placed ? "placement" : "admin");
    }

    /** What a unit's {@code Restart=} does: a server that was killed comes back, unless it is held. */
    private void startWhatNobodyHolds() throws IOException {
        if (!judge.closed()) {
            trial.ensemble().start();
        }
    }

    /** Restores without a fault, which must succeed whatever was before. */
    void restore() throws Exception {
        judge.holdsBackupAfter(trial.run(Map.of("confirm", LocalCloud.ENSEMBLE, "snapshot", backup.id())));
    }

    @Override
    public void close() throws IOException {
        trial.close();
    }
}
