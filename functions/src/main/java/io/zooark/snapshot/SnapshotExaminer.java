package io.zooark.snapshot;

import io.zooark.ensemble.Zxid;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** Reads a snapshot as it streams past and tells what it proves. */
public interface SnapshotExaminer {

    /**
     * Reads the stream to its end, in memory that does not grow with the number of znodes.
     *
     * <p>Bad bytes never make this throw: they are a verdict. The stream is always read to its end, also after damage
     * was found, so that whoever stands behind it has seen every byte.
     *
     * @param startZxid the transaction at which writing began, if known
     * @throws IOException if reading fails; such a stream proves nothing
     */
    Examination examine(InputStream snapshot, Optional<Zxid> startZxid) throws IOException;
}
