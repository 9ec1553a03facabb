package io.zooark.infra;

import com.amazonaws.services.lambda.runtime.Context;
import com.fasterxml.jackson.core.JsonProcessingException;
import io.zooark.ensemble.Ensemble;
import io.zooark.ensemble.Role;
import io.zooark.ensemble.ServerAddress;
import io.zooark.ensemble.ServerStatus;
import io.zooark.ensemble.Zxid;
import io.zooark.handler.FunctionLog;
import io.zooark.handler.PlanRecoveryHandler;
import io.zooark.handler.Wiring;
import io.zooark.json.Json;
import io.zooark.restore.Hosts;
import io.zooark.restore.Lock;
import io.zooark.restore.Network;
import io.zooark.restore.Outcome;
import io.zooark.restore.Pause;
import io.zooark.restore.Phase;
import io.zooark.restore.PlanRecovery;
import io.zooark.restore.RestoreFiles;
import io.zooark.restore.RestoreOptions;
import io.zooark.restore.Vitals;
import io.zooark.snapshot.Compression;
import io.zooark.snapshot.DrillName;
import io.zooark.snapshot.Examination;
import io.zooark.snapshot.Folder;
import io.zooark.snapshot.Manifest;
import io.zooark.snapshot.SnapshotClass;
import io.zooark.snapshot.SnapshotId;
import io.zooark.snapshot.Vault;
import io.zooark.snapshot.Verdict;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Days in the life of the ensemble orders, minute by minute: backups every hour, a drill every night, a look every five
 * minutes by the function itself, and the deployed alarms over what it prints.
 */
final class WatchedDays {
    static final Duration LOOKS = Duration.ofMinutes(5);

    private static final int SCHEDULED_DRILL_HOUR = 3;
    private static final int DRILL_MINUTE = 37;
    private static final int BACKUP_MINUTE = 4;

    private final Map<String, Bell> bells;
    private final Deployed deployed;
    private final Lines lines = new Lines();
    private final List<Folder> folders = new ArrayList<>();
    private final List<String> printed = new ArrayList<>();
    private final PlanRecoveryHandler look;
    private final Context context = standIn(
            Context.class,
            Map.of("getRemainingTimeInMillis", arguments -> 60_000, "getAwsRequestId", arguments -> "request"));
    private final Instant begin = Instant.parse("2026-11-22T00:00:00Z");
    private Instant now = begin;

    boolean backups = true;
    boolean looks = true;
    boolean drills = true;
    boolean drillsPass = true;
    int waiting;

    private @Nullable Lock lock;

    WatchedDays(Deployed deployed, List<String> alarms) {
        this.deployed = deployed;
        this.bells = Bell.of(deployed, alarms);
        Pause clock = standIn(Pause.class, Map.of("now", arguments -> now));
        RestoreFiles files = standIn(
                RestoreFiles.class,
                Map.of(
                        "lock",
                        arguments -> Optional.ofNullable(lock).map(held -> new RestoreFiles.Tagged<>(held, "etag"))));
        Vault vault = standIn(
                Vault.class,
                Map.of(
                        "folders",
                        arguments -> folders((SnapshotClass) arguments[1]),
                        "manifest",
                        arguments -> Optional.of(manifest((SnapshotId) arguments[1]))));
        PlanRecovery recovery = new PlanRecovery(
                ensemble(deployed),
                files,
                standIn(Network.class, Map.of()),
                standIn(Hosts.class, Map.of()),
                Runnable::run,
                clock);
        look = new PlanRecoveryHandler(
                recovery, new Vitals("orders", vault, Runnable::run, clock), new FunctionLog("orders", printed::add));
        // everything as it should be, for a day and a half
        run(Duration.ofHours(36));
    }

    /** Lets time pass; returns the alarms that rang meanwhile, each with how long after now it did first. */
    Map<String, Duration> run(Duration time) {
        Map<String, Duration> rang = new LinkedHashMap<>();
        Instant from = now;
        Instant until = now.plus(time);
        while (now.isBefore(until)) {
            live();
            now = now.plus(1, ChronoUnit.MINUTES);
            if (Duration.between(begin, now).toHours() >= 30) {
                bells.forEach((id, bell) -> {
                    if (bell.rings(lines, now)) {
                        rang.putIfAbsent(id, Duration.between(from, now));
                    }
                });
            }
        }
        return rang;
    }

    /** Returns the alarms that ring now. */
    Set<String> ringing() {
        Set<String> ringing = new HashSet<>();
        bells.forEach((id, bell) -> {
            if (bell.rings(lines, now)) {
                ringing.add(id);
            }
        });
        return ringing;
    }

    /** A restore that came so far; clients were shut out so long ago, if at all. */
    void restore(Phase phase, @Nullable Outcome outcome, @Nullable Duration closedFor) {
        lock = new Lock(
                "orders",
                "restore-1",
                "arn:aws:states:eu-central-1:111122223333:execution:restore-orders:restore-1",
                1,
                phase,
                now,
                "restore-1",
                Optional.empty(),
                List.of("restore-1"),
                true,
                RestoreOptions.OnFailure.ROLL_BACK,
                false,
                0,
                Optional.ofNullable(outcome),
                Optional.ofNullable(closedFor).map(now::minus));
    }

    /** Invocations of a function, of which some fail. */
    void invoked(FunctionSpec function, int failures) {
        Lines.Series errors = new Lines.Series(
                "AWS/Lambda", "Errors", new TreeMap<>(Map.of("FunctionName", "{" + deployed.id(function) + "}")));
        lines.add(errors, now, failures);
    }

    /** Returns the lines that the function has printed. */
    List<String> printed() {
        return printed;
    }

    private void live() {
        int minute = (int) (now.getEpochSecond() / 60 % 60);
        if (minute == BACKUP_MINUTE && backups) {
            SnapshotId id = SnapshotId.parse(
                    "hourly-" + now.truncatedTo(ChronoUnit.HOURS).toString().replaceAll("[-:]", ""));
            folders.add(0, new Folder(id, Set.of("manifest.json", "snapshot")));
            invoked(FunctionSpec.TAKE_SNAPSHOT, 0);
        }
        if (minute == DRILL_MINUTE && now.getEpochSecond() / 3600 % 24 == SCHEDULED_DRILL_HOUR && drills) {
            drill(drillsPass);
        }
        if (minute % LOOKS.toMinutes() == 0 && looks) {
            look();
        }
        // the queue is one that nobody uses: without messages CloudWatch has nothing of it
        if (waiting > 0 && minute % LOOKS.toMinutes() == 0) {
            lines.add(Bell.series(deployed.alarmed("AWS/SQS")), now, waiting);
        }
        lines.forgetBefore(now.minus(2, ChronoUnit.HOURS));
    }

    /** A drill of the newest backup. */
    void drill(boolean passes) {
        Folder newest = folders.get(0);
        Set<String> names = new HashSet<>(newest.names());
        names.add(new DrillName(now, passes).toString());
        folders.set(0, new Folder(newest.id(), names));
        invoked(FunctionSpec.VERIFY_SNAPSHOT, passes ? 0 : 1);
    }

    private void look() {
        int before = printed.size();
        byte[] event = "{\"action\": \"look\", \"input\": {\"confirm\": \"orders\"}}".getBytes(StandardCharsets.UTF_8);
        try {
            look.handleRequest(new ByteArrayInputStream(event), new ByteArrayOutputStream(), context);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        printed.subList(before, printed.size()).forEach(line -> lines.read(line, now));
        invoked(FunctionSpec.PLAN_RECOVERY, 0);
    }

    private List<Folder> folders(SnapshotClass snapshotClass) {
        return folders.stream()
                .filter(folder -> folder.id().snapshotClass() == snapshotClass)
                .toList();
    }

    private static Manifest manifest(SnapshotId id) {
        return new Manifest(
                Manifest.FORMAT_VERSION,
                "orders",
                id,
                Optional.empty(),
                id.scheduledTime(),
                Duration.ofSeconds(9),
                new ServerStatus(new ServerAddress("zk1", 8080), 1, Role.FOLLOWER, true, new Zxid(7), 10, "3.9.5"),
                "it is a follower",
                List.of(),
                new Examination(
                        Verdict.CONSISTENT,
                        "as it should be",
                        Compression.NONE,
                        1,
                        Optional.of(new Zxid(7)),
                        Optional.of(new Zxid(7)),
                        Optional.of("0x1"),
                        0,
                        new Examination.Content(10, 0, 0, 0, 0)),
                new Manifest.StoredObject("key", Optional.empty(), "\"e\"", 1, "00000000"),
                Map.of());
    }

    private static Ensemble ensemble(Deployed deployed) {
        String json = Deployed.text(deployed.function(FunctionSpec.PLAN_RECOVERY)
                .at("/Environment/Variables")
                .path(Wiring.ENSEMBLE));
        try {
            return Json.mapper().readValue(json, Ensemble.class);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException("the function would not understand its ensemble", e);
        }
    }

    /** Answers these calls; any other is one that a look does not make. */
    private static <T> T standIn(Class<T> type, Map<String, Function<Object[], Object>> answers) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (self, method, arguments) -> {
                    Function<Object[], Object> answer = answers.get(method.getName());
                    if (answer == null) {
                        throw new AssertionError("a look asks for " + method.getName());
                    }
                    return answer.apply(arguments);
                }));
    }
}
