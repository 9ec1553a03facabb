package io.zooark.zookeeper.format;

import io.zooark.snapshot.Examination.Content;
import io.zooark.snapshot.Lasting;
import org.jspecify.annotations.Nullable;

/** What a reader has come to know of a snapshot so far. */
final class Findings {
    /** ZooKeeper keeps the root under two names, "" and "/", and {@code srvr} counts both. */
    private static final int SECOND_NAME_OF_THE_ROOT = 1;

    final TreeDigest digest = new TreeDigest();
    final TreeDigest digestOfEphemerals = new TreeDigest();
    long databaseId;
    long sessions;
    int longestTimeoutMs;
    long nodes;
    long ephemerals;
    long dataBytes;
    long dataBytesOfEphemerals;
    /** How many znodes only a client ends. */
    long lastingNodes;
    /** The sum of their digests, each with a pzxid of 0. */
    long lastingDigest;
    /** The first znode whose ACL is not in the snapshot. */
    @Nullable
    String withoutAcl;
    /** Whether the seal after the znodes was right. */
    boolean treeIsWhole;

    @Nullable
    RecordedDigest recordedDigest;
    /** The transaction in the trailer. */
    @Nullable
    Long end;

    /** Returns the index of the charset under which the recorded digest is that of the znodes, or -1. */
    int agreeingCharset() {
        RecordedDigest recorded = recordedDigest;
        return recorded != null && recorded.isUsable() ? digest.charsetOf(recorded.value()) : -1;
    }

    Content content() {
        return new Content(countAsServed(nodes), ephemerals, sessions, longestTimeoutMs, dataBytes);
    }

    /** The counts of what is left without sessions and what belongs to them. */
    Content contentWithoutSessions() {
        return new Content(countAsServed(nodes - ephemerals), 0, 0, 0, dataBytes - dataBytesOfEphemerals);
    }

    Lasting lasting() {
        return new Lasting(countAsServed(lastingNodes), SnapshotVerifier.hex(lastingDigest));
    }

    private static long countAsServed(long written) {
        return written == 0 ? 0 : written + SECOND_NAME_OF_THE_ROOT;
    }
}
