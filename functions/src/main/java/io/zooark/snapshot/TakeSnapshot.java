package io.zooark.snapshot;

import io.zooark.ensemble.AdminServers;
import io.zooark.ensemble.Ensemble;
import io.zooark.error.EnsembleBusyException;
import io.zooark.error.RequestRefusedException;
import io.zooark.error.RestoreException;
import io.zooark.error.ServerNotServingException;
import io.zooark.error.SnapshotFailedException;
import io.zooark.invocation.Invocation;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Takes one snapshot of an ensemble into the vault: scheduled, asked for, or for safety. */
public final class TakeSnapshot {
    private final Equipment equipment;

    public TakeSnapshot(
            Ensemble ensemble,
            AdminServers servers,
            Vault vault,
            SnapshotExaminer examiner,
            Closures closures,
            Executor executor,
            Timing timing) {
        this.equipment = new Equipment(ensemble, servers, vault, examiner, closures, executor, timing);
    }

    /**
     * Takes the snapshot, or finds that it was taken before.
     *
     * @param invocation takes what there is to remember, and is not outlived
     * @throws RequestRefusedException if the request is for another ensemble, or its snapshot exists under another label
     * @throws EnsembleBusyException if a restore keeps the ensemble closed, and the snapshot is not the restore's own
     * @throws ServerNotServingException if no server can give a snapshot; the message lists each with its reason
     * @throws SnapshotFailedException if time ran out, or the servers failed in different ways; the message lists each with
     *     its reason
     * @throws RestoreException if all of them failed in the same way: of that class, and with each server's reason
     */
    public Taken take(Request request, Invocation invocation) {
        long begin = System.nanoTime();
        Cutoff cutoff = new Cutoff(invocation.deadline(), equipment.timing().reserve(), equipment.executor());
        Tally tally = new Tally();
        Minutes minutes = new Minutes(request.snapshotClass() == null, invocation.journal(), tally);
        Optional<Taken> result = Optional.empty();
        try {
            refuseOtherEnsemble(request);
            Taken taken = refuseOtherLabel(request, backup(request, cutoff, tally));
            result = Optional.of(taken);
            minutes.taken(taken);
            return taken;
        } finally {
            if (result.isEmpty()) {
                minutes.failed();
            }
            age(result, cutoff).ifPresent(minutes::newestIs);
            minutes.lasted(Duration.ofNanos(System.nanoTime() - begin));
        }
    }

    private Taken backup(Request request, Cutoff cutoff, Tally tally) {
        Watch watch = new Watch();
        Attempts attempts = new Attempts(equipment, watch, tally);
        Naming naming = new Naming(equipment, request);
        return cutoff.run(
                watch,
                () -> {
                    watch.says("the vault was being asked what it holds");
                    Optional<Manifest> before = naming.alreadyTaken();
                    if (before.isPresent()) {
                        return Taken.of(before.get(), true);
                    }
                    SnapshotName name = naming.name();
                    Publication.refuseClosed(equipment, name.whole());
                    return attempts.take(name);
                },
                attempts::rescue);
    }

    /** Returns how old the newest good backup is now; empty if there is none, or the vault does not tell. */
    private Optional<Duration> age(Optional<Taken> result, Cutoff cutoff) {
        Instant now = equipment.timing().clock().instant();
        Optional<Manifest> newest = result.filter(taken -> !taken.alreadyTaken())
                .map(Taken::manifest)
                .filter(manifest -> manifest.verdict() == Verdict.CONSISTENT)
                .filter(manifest -> manifest.id().snapshotClass() != SnapshotClass.SAFETY);
        if (newest.isPresent()) {
            return newest.map(manifest -> BackupAge.of(manifest, now));
        }
        BackupAge age = new BackupAge(equipment.ensemble().name(), equipment.vault());
        return cutoff.briefly(() -> age.at(now)).flatMap(found -> found);
    }

    private void refuseOtherEnsemble(Request request) {
        String own = equipment.ensemble().name();
        if (request.ensemble() != null && !request.ensemble().equals(own)) {
            throw new RequestRefusedException(
                    "ensemble is '" + request.ensemble() + "', but this function takes snapshots of '" + own + "'",
                    "send the event to the function of that ensemble, or correct `ensemble`");
        }
    }

    private static Taken refuseOtherLabel(Request request, Taken taken) {
        Optional<String> label = Optional.ofNullable(request.label());
        Optional<String> found = taken.manifest().label();
        if (!found.equals(label)) {
            throw new RequestRefusedException(
                    "snapshot " + taken.id() + " exists already, with "
                            + found.map(text -> "label '" + text + "'").orElse("no label") + ", and this request has "
                            + label.map(text -> "label '" + text + "'").orElse("none"),
                    "use its label, or another `scheduledTime`, or leave `scheduledTime` out");
        }
        return taken;
    }

    /**
     * What is asked for.
     *
     * @param ensemble the ensemble's name; may be missing, and else is the function's own
     * @param scheduledTime when it was due; names the snapshot. May be missing with class manual: then it is now
     * @param snapshotClass {@code class} in JSON; missing for the schedule, which fills its classes by itself
     * @param label what a person calls a manual snapshot: 1 to 63 lower case letters, digits and dashes
     */
    public record Request(
            @Nullable String ensemble,
            @Nullable Instant scheduledTime,
            @Nullable SnapshotClass snapshotClass,
            @Nullable String label) {
        private static final Pattern LABEL = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");

        /** The years that an id can tell. */
        private static final Instant FIRST = Instant.parse("1970-01-01T00:00:00Z");

        private static final Instant LAST = Instant.parse("9999-12-31T23:59:59Z");

        public Request {
            if (snapshotClass != null && SnapshotClass.scheduled().contains(snapshotClass)) {
                throw new IllegalArgumentException("class may be manual or safety, or be left out; '" + snapshotClass
                        + "' is given by the schedule alone");
            }
            if (scheduledTime == null && snapshotClass != SnapshotClass.MANUAL) {
                throw new IllegalArgumentException(
                        "scheduledTime is missing: it may be left out with class manual alone, for it names the snapshot");
            }
            if (scheduledTime != null && (scheduledTime.isBefore(FIRST) || scheduledTime.isAfter(LAST))) {
                throw new IllegalArgumentException(
                        "scheduledTime must be of the years 1970 to 9999, got " + scheduledTime);
            }
            if (label != null && snapshotClass != SnapshotClass.MANUAL) {
                throw new IllegalArgumentException("label goes with class manual alone, got label '" + label + "'");
            }
            if (label != null && !LABEL.matcher(label).matches()) {
                throw new IllegalArgumentException(
                        "label must be 1 to 63 lower case letters, digits and dashes, and not begin with a dash, got '"
                                + label + "'");
            }
        }

        /** Asks for one without a label. */
        public Request(
                @Nullable String ensemble, @Nullable Instant scheduledTime, @Nullable SnapshotClass snapshotClass) {
            this(ensemble, scheduledTime, snapshotClass, null);
        }
    }

    /**
     * What was taken.
     *
     * @param manifest everything that is known of it
     * @param alreadyTaken whether an earlier delivery of the same event had taken it
     */
    public record Taken(
            String ensemble, String id, Verdict verdict, String reason, boolean alreadyTaken, Manifest manifest) {
        static Taken of(Manifest manifest, boolean alreadyTaken) {
            return new Taken(
                    manifest.ensemble(),
                    manifest.id().toString(),
                    manifest.verdict(),
                    manifest.examination().reason(),
                    alreadyTaken,
                    manifest);
        }
    }
}
