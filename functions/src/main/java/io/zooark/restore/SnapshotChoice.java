package io.zooark.restore;

import static java.util.Objects.requireNonNull;

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
