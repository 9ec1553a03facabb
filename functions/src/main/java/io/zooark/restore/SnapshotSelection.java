package io.zooark.restore;

import static java.util.Objects.requireNonNull;

import io.zooark.ensemble.Zxid;
import io.zooark.error.RequestRefusedException;
import io.zooark.error.SnapshotUnusableException;
import io.zooark.snapshot.Catalog;
import io.zooark.snapshot.Manifest;
import io.zooark.snapshot.SnapshotClass;
import io.zooark.snapshot.SnapshotId;
import io.zooark.snapshot.Vault;
import io.zooark.snapshot.Verdict;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** Finds the snapshot that a person means. */
final class SnapshotSelection {
    private static final Set<String> ACCEPTABLE = Set.of(Verdict.TORN.name(), Verdict.UNPROVEN.name());

    private final String ensemble;
    private final Vault vault;
    private final Catalog catalog;
    private final Executor executor;

    SnapshotSelection(String ensemble, Vault vault, Executor executor) {
        this.ensemble = requireNonNull(ensemble, "ensemble is null");
        this.vault = requireNonNull(vault, "vault is null");
        this.catalog = new Catalog(ensemble, vault);
        this.executor = requireNonNull(executor, "executor is null");
    }

    /**
     * Returns the manifest of the chosen snapshot.
     *
     * @throws RequestRefusedException if a verdict is accepted that none may be, or without naming the snapshot
     * @throws SnapshotUnusableException if there is none, or its verdict is neither CONSISTENT nor the accepted one
     */
    Manifest select(RestoreInput input) {
        return select(input.choice(), input.accept());
    }

    private Manifest select(SnapshotChoice choice, @Nullable String accept) {
        if (choice instanceof SnapshotChoice.OfEnsemble other) {
            return new SnapshotSelection(other.ensemble(), vault, executor).select(other.choice(), accept);
        }
        refuseCarelessly(accept, choice);
        if (choice instanceof SnapshotChoice.ById byId) {
            Manifest manifest = vault.manifest(ensemble, byId.id()).orElseThrow(() -> unknown(byId.id()));
            return accept == null ? refuseUnproven(manifest) : refuseOther(manifest, accept);
        }
        if (choice instanceof SnapshotChoice.ZxidAtMost atMost) {
            return atMost(atMost.zxid()).orElseThrow(() -> none(choice, Instant.MAX));
        }
        Instant end = choice instanceof SnapshotChoice.Before before ? before.time() : Instant.MAX;
        return catalog.newest(SnapshotClass.backups(), end, manifest -> manifest.verdict() == Verdict.CONSISTENT)
                .orElseThrow(() -> none(choice, end));
    }

    /** Who lets through what is not proven must have looked at that very snapshot. */
    private static void refuseCarelessly(@Nullable String accept, SnapshotChoice choice) {
        if (accept != null && !ACCEPTABLE.contains(accept)) {
            throw new RequestRefusedException(
                    "accept must be TORN or UNPROVEN, got '" + accept + "'",
                    "leave it out for a snapshot that is CONSISTENT; what is DAMAGED is never restored");
        }
        if (accept != null && !(choice instanceof SnapshotChoice.ById)) {
            throw new RequestRefusedException(
                    "accept is " + accept + ", but snapshot is " + choice + " and names none",
                    "name the snapshot whose verdict you accept by its id: {\"snapshot\": \"hourly-20261122T100000Z\", \"accept\": \""
                            + accept + "\"}");
        }
    }

    /** Goes back through the present history, by the clock of those who took the backups. */
    private Optional<Manifest> atMost(Zxid most) {
        List<Manifest> newestFirst = catalog.entries(catalog.folders(SnapshotClass.backups(), Instant.MAX), executor)
                .filter(entry -> entry.problem().isEmpty())
                .flatMap(entry -> entry.manifest().stream())
                .filter(manifest -> manifest.examination().endZxid().isPresent())
                .sorted(Comparator.comparing(Manifest::startedAt).reversed())
                .toList();
        Zxid later = new Zxid(Long.MAX_VALUE);
        for (Manifest manifest : newestFirst) {
            Zxid end = manifest.examination().endZxid().get();
            if (end.compareTo(later) > 0) {
                // what is older and further belongs to an ensemble that no longer is: its numbers mean other
                // transactions
                return Optional.empty();
            }
            if (manifest.verdict() == Verdict.CONSISTENT && end.compareTo(most) <= 0) {
                return Optional.of(manifest);
            }
            later = end;
        }
        return Optional.empty();
    }

    private SnapshotUnusableException unknown(SnapshotId id) {
        return new SnapshotUnusableException(
                "'" + ensemble + "' has no snapshot " + id,
                "list those there are with `java -jar zooark.jar list`; nothing was changed");
    }

    private SnapshotUnusableException none(SnapshotChoice choice, Instant end) {
        int candidates = catalog.folders(SnapshotClass.backups(), end).size();
        return new SnapshotUnusableException(
                "'" + ensemble + "' has no backup that is proven consistent (" + choice + "; " + candidates
                        + " others were looked at)",
                hint(choice, candidates));
    }

    private static String hint(SnapshotChoice choice, int candidates) {
        if (candidates == 0) {
            return "take a backup first, or look whether the schedule runs; nothing was changed";
        }
        return choice instanceof SnapshotChoice.ZxidAtMost
                ? "list their zxids with `java -jar zooark.jar list`, and name one by its id: those of before the zxids went"
                        + " backwards, when the ensemble was begun anew, are not looked at; nothing was changed"
                : "look at the manifests for their verdicts and reasons; a backup in a quiet moment is CONSISTENT;"
                        + " nothing was changed";
    }

    private static Manifest refuseUnproven(Manifest manifest) {
        if (manifest.verdict() != Verdict.CONSISTENT) {
            String way = ACCEPTABLE.contains(manifest.verdict().name())
                    ? ", or type \"accept\": \"" + manifest.verdict() + "\" if there is nothing better"
                    : "";
            throw new SnapshotUnusableException(
                    "snapshot " + manifest.id() + " is " + manifest.verdict() + ": "
                            + manifest.examination().reason(),
                    "choose one with verdict CONSISTENT" + way + "; nothing was changed");
        }
        return manifest;
    }

    private static Manifest refuseOther(Manifest manifest, String accepted) {
        if (!manifest.verdict().name().equals(accepted)) {
            throw new SnapshotUnusableException(
                    "snapshot " + manifest.id() + " is " + manifest.verdict() + ", but accepted is " + accepted + ": "
                            + manifest.examination().reason(),
                    "see that it is the one you mean; accept its own verdict, or nothing if it is CONSISTENT; nothing was"
                            + " changed");
        }
        if (manifest.examination().endZxid().isEmpty()) {
            throw new SnapshotUnusableException(
                    "snapshot " + manifest.id() + " does not say at which transaction it ends: "
                            + manifest.examination().reason(),
                    "choose another: without that number no server can be proven to hold it; nothing was changed");
        }
        return manifest;
    }
}
