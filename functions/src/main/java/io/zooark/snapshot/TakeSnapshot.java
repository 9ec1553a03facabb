package io.zooark.snapshot;

import static java.util.Objects.requireNonNull;

import io.zooark.ensemble.AdminServers;
import io.zooark.ensemble.Ensemble;
import io.zooark.ensemble.ServerAddress;
import io.zooark.ensemble.ServerStatus;
import io.zooark.error.EnsembleBusyException;
import io.zooark.error.RequestRefusedException;
import io.zooark.error.RestoreException;
import io.zooark.error.ServerNotServingException;
import io.zooark.error.SnapshotFailedException;
import io.zooark.error.StorageRefusedException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Takes one snapshot of an ensemble into the vault: scheduled, asked for, or for safety. */
public final class TakeSnapshot {
    /** Attempts in all while every snapshot so far came out torn, or failed on its server. */
    private static final int MOST_ATTEMPTS = 4;

    private final Ensemble ensemble;
    private final AdminServers servers;
    private final Vault vault;
    private final SnapshotAttempt attempt;
    private final Executor executor;

    public TakeSnapshot(
            Ensemble ensemble,
            AdminServers servers,
            Vault vault,
            SnapshotExaminer examiner,
            Closures closures,
            Executor executor,
            Timing timing) {
        this.ensemble = requireNonNull(ensemble, "ensemble is null");
        this.servers = requireNonNull(servers, "servers is null");
        this.vault = requireNonNull(vault, "vault is null");
        this.attempt = new SnapshotAttempt(ensemble, servers, vault, examiner, closures, timing);
        this.executor = requireNonNull(executor, "executor is null");
    }

    /**
     * Takes the snapshot, or finds that it was taken before.
     *
     * @throws RequestRefusedException if the request is for another ensemble
     * @throws EnsembleBusyException if a restore keeps the ensemble closed, and the snapshot is not the restore's own
     * @throws ServerNotServingException if no server can give a snapshot; the message lists each with its reason
     * @throws SnapshotFailedException if the attempts failed in different ways; the message lists each with its reason
     * @throws RestoreException if all of them failed in the same way: what the last one met
     */
    public Taken take(Request request) {
        if (!request.ensemble().equals(ensemble.name())) {
            throw new RequestRefusedException(
                    "ensemble is '" + request.ensemble() + "', but this function takes snapshots of '" + ensemble.name()
                            + "'",
                    "send the event to the function of that ensemble, or correct `ensemble`");
        }
        Optional<Manifest> before = alreadyTaken(request);
        if (before.isPresent()) {
            return Taken.of(before.get(), true);
        }
        SnapshotId id = name(request);
        attempt.refuseClosed(id);
        return attempts(id);
    }

    private Taken attempts(SnapshotId id) {
        List<Failure> failures = new ArrayList<>();
        for (int number = 1; ; number++) {
            Survey survey = Survey.of(ensemble, servers, executor);
            List<String> passedOver = new ArrayList<>(survey.passedOver());
            failures.forEach(failure -> passedOver.add(failure.toString()));
            if (survey.candidates().isEmpty()) {
                throw nobodyServes(passedOver);
            }
            ServerStatus source = leastAsked(survey.candidates(), failures);
            try {
                Optional<Taken> taken =
                        attempt.take(id, source, survey.why(source), passedOver, number == MOST_ATTEMPTS);
                if (taken.isPresent()) {
                    return taken.get();
                }
                failures.add(new Failure(source.address(), "its snapshot was torn by writes", Optional.empty()));
            } catch (RestoreException e) {
                failures.add(new Failure(source.address(), firstLine(e), Optional.of(e)));
                if (!worthAnother(e) || number >= mostAttempts(survey, failures)) {
                    throw inTheEnd(e, failures);
                }
            }
        }
    }

    /** Where one came out torn, the last attempt is made in any case, for then even a torn one is kept. */
    private static int mostAttempts(Survey survey, List<Failure> failures) {
        boolean torn = failures.stream().anyMatch(failure -> failure.cause().isEmpty());
        return torn
                ? MOST_ATTEMPTS
                : Math.min(MOST_ATTEMPTS, Math.max(2, survey.candidates().size()));
    }

    /**
     * Returns the best of those that have failed least often. Under writes each survey has another order: by place alone
     * the same server could be asked again and again, against its rate limiter.
     */
    private static ServerStatus leastAsked(List<ServerStatus> candidates, List<Failure> failures) {
        return candidates.stream()
                .min(Comparator.comparing(candidate -> failures.stream()
                        .filter(failure -> failure.server().equals(candidate.address()))
                        .count()))
                .orElseThrow();
    }

    /** What another server may do better; S3 refusing, a bad request or a restore that has begun is not among it. */
    private static boolean worthAnother(RestoreException e) {
        return !(e instanceof StorageRefusedException)
                && !(e instanceof RequestRefusedException)
                && !(e instanceof EnsembleBusyException);
    }

    /** Where all attempts failed alike, the last one speaks for all, and its class says what to do next. */
    private RestoreException inTheEnd(RestoreException last, List<Failure> failures) {
        boolean alike = failures.stream()
                .allMatch(failure -> failure.cause()
                        .filter(cause -> cause.getClass() == last.getClass())
                        .isPresent());
        return alike || !worthAnother(last)
                ? last
                : new SnapshotFailedException(
                        "no attempt at a snapshot of '" + ensemble.name() + "' succeeded: " + joined(failures),
                        "see to the servers named here; the next attempt starts from nothing",
                        last);
    }

    private static String joined(List<Failure> failures) {
        return failures.stream().map(Failure::toString).collect(Collectors.joining("; "));
    }

    private static String firstLine(RestoreException e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("failed");
    }

    /** An attempt that gave no snapshot: by an error, or torn where there is none. */
    private record Failure(ServerAddress server, String problem, Optional<RestoreException> cause) {
        @Override
        public String toString() {
            return server + ": " + problem;
        }
    }

    private ServerNotServingException nobodyServes(List<String> reasons) {
        return new ServerNotServingException(
                "no server of '" + ensemble.name() + "' can give a snapshot: " + String.join("; ", reasons),
                "if the quorum is lost, restore the last backup; else see to the servers named here");
    }

    private Optional<Manifest> alreadyTaken(Request request) {
        return (request.snapshotClass() == null ? SnapshotClass.scheduled() : List.of(request.snapshotClass()))
                .stream()
                        .map(candidate ->
                                vault.manifest(ensemble.name(), new SnapshotId(candidate, request.scheduledTime())))
                        .flatMap(Optional::stream)
                        .findFirst();
    }

    private SnapshotId name(Request request) {
        SnapshotClass snapshotClass = request.snapshotClass() == null
                ? new Rotation(ensemble.name(), vault).classOf(request.scheduledTime())
                : request.snapshotClass();
        return new SnapshotId(snapshotClass, request.scheduledTime());
    }

    /**
     * What is asked for.
     *
     * @param ensemble the ensemble's name
     * @param scheduledTime when it was due; names the snapshot
     * @param snapshotClass {@code class} in JSON; empty for the schedule, which fills its classes by itself
     */
    public record Request(
            String ensemble,
            Instant scheduledTime,
            @Nullable SnapshotClass snapshotClass) {
        public Request {
            requireNonNull(ensemble, "ensemble is null");
            requireNonNull(scheduledTime, "scheduledTime is null");
            if (snapshotClass != null && SnapshotClass.scheduled().contains(snapshotClass)) {
                throw new IllegalArgumentException("class may be manual or safety, or be left out; '" + snapshotClass
                        + "' is given by the schedule alone");
            }
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
