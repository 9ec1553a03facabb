package io.zooark.restore;

import static java.util.Objects.requireNonNull;

import io.zooark.ensemble.Zxid;
import io.zooark.snapshot.SnapshotId;
import java.time.Instant;

/** Which snapshot a person wants back. */
public sealed interface SnapshotChoice {

    /** The newest backup that is proven to be one consistent state. */
    record Latest() implements SnapshotChoice {
        @Override
        public String toString() {
            return "latest";
        }
    }

    /** One snapshot by its name. */
    record ById(SnapshotId id) implements SnapshotChoice {
        public ById {
            requireNonNull(id, "id is null");
        }

        @Override
        public String toString() {
            return id.toString();
        }
    }

    /**
     * A snapshot of another ensemble, with which this one is seeded.
     *
     * @param ensemble the other ensemble's name
     * @param choice which one of its snapshots
     */
    record OfEnsemble(String ensemble, SnapshotChoice choice) implements SnapshotChoice {
        public OfEnsemble {
            requireNonNull(ensemble, "ensemble is null");
            requireNonNull(choice, "choice is null");
            if (choice instanceof OfEnsemble) {
                throw new IllegalArgumentException("a snapshot is of one ensemble, got " + choice + " of " + ensemble);
            }
        }

        @Override
        public String toString() {
            return choice + " of '" + ensemble + "'";
        }
    }

    /**
     * The newest proven backup that holds nothing after a transaction, among those of the ensemble's present history: since
     * its zxids last went backwards, as those of an ensemble that was begun anew do. Of several that end at one transaction,
     * which hold the same tree, it is the newest.
     */
    record ZxidAtMost(Zxid zxid) implements SnapshotChoice {
        public ZxidAtMost {
            requireNonNull(zxid, "zxid is null");
        }

        @Override
        public String toString() {
            return "zxid at most " + zxid;
        }
    }

    /** The newest proven backup that was due before a time. */
    record Before(Instant time) implements SnapshotChoice {
        public Before {
            requireNonNull(time, "time is null");
        }

        @Override
        public String toString() {
            return "before " + time;
        }
    }
}
