package io.zooark.snapshot;

import static java.util.Objects.requireNonNull;

import io.zooark.ensemble.Zxid;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** Reads the snapshot of a server and tells what tree it holds. */
public interface TreeExaminer extends SnapshotExaminer {

    /**
     * Reads the stream to its end, as {@link SnapshotExaminer#examine} does.
     *
     * @throws IOException if reading fails; such a stream proves nothing
     */
    Held examineTree(InputStream snapshot, Optional<Zxid> startZxid) throws IOException;

    /** The whole tree, and what of it stays; where the stream is damaged, as far as it could be read. */
    record Held(Examination examination, Lasting lasting) {
        public Held {
            requireNonNull(examination, "examination is null");
            requireNonNull(lasting, "lasting is null");
        }
    }
}
