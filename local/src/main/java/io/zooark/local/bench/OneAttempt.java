package io.zooark.local.bench;

import io.zooark.ensemble.Zxid;
import io.zooark.snapshot.Examination;
import io.zooark.snapshot.SnapshotExaminer;
import io.zooark.snapshot.Verdict;
import io.zooark.zookeeper.format.SnapshotVerifier;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/**
 * Examines as the product does, and passes a torn snapshot for an unproven one, which is kept at once: under writes nearly
 * all are torn, and what is to be measured is one attempt.
 */
final class OneAttempt implements SnapshotExaminer {
    private final SnapshotVerifier verifier = new SnapshotVerifier();
    private boolean torn;

    @Override
    public Examination examine(InputStream snapshot, Optional<Zxid> startZxid) throws IOException {
        Examination found = verifier.examine(snapshot, startZxid);
        torn = found.verdict() == Verdict.TORN;
        return !torn
                ? found
                : new Examination(
                        Verdict.UNPROVEN,
                        found.reason(),
                        found.compression(),
                        found.bytes(),
                        found.startZxid(),
                        found.endZxid(),
                        found.treeDigest(),
                        found.databaseId(),
                        found.content());
    }

    /** Returns whether the last one was torn. */
    boolean torn() {
        return torn;
    }
}
