package io.zooark.snapshot;

import static java.util.Objects.requireNonNull;

import io.zooark.ensemble.Zxid;
import java.util.Optional;

/**
 * What reading a snapshot once, from its first byte to its last, has shown.
 *
 * @param verdict what the bytes prove
 * @param reason one sentence for a person: why this verdict
 * @param compression how the stream was compressed
 * @param bytes length of the stream as it was read, compressed if it was
 * @param startZxid the transaction at which writing began, where it is known: the header {@code last_zxid} of the
 *     AdminServer, or the file's name
 * @param endZxid the transaction in the trailer, at which writing ended; empty if the stream is damaged before it
 * @param treeDigest the digest over all nodes outside {@code /zookeeper/}, recomputed from the bytes, as unsigned
 *     hexadecimal with {@code 0x}; empty if the stream is damaged before its end
 * @param databaseId the ensemble's database id as the header holds it; 0 if damaged before it
 * @param content what was counted
 */
public record Examination(
        Verdict verdict,
        String reason,
        Compression compression,
        long bytes,
        Optional<Zxid> startZxid,
        Optional<Zxid> endZxid,
        Optional<String> treeDigest,
        long databaseId,
        Content content) {

    public Examination {
        requireNonNull(verdict, "verdict is null");
        requireNonNull(reason, "reason is null");
        requireNonNull(compression, "compression is null");
        requireNonNull(startZxid, "startZxid is null");
        requireNonNull(endZxid, "endZxid is null");
        requireNonNull(treeDigest, "treeDigest is null");
        requireNonNull(content, "content is null");
    }

    /**
     * The counts of one snapshot, up to where it could be read.
     *
     * @param nodes all znodes, those under {@code /zookeeper} among them, as {@code srvr} counts them: the root twice,
     *     since ZooKeeper keeps it under two names
     * @param ephemerals znodes that belong to a session
     * @param sessions sessions that were open
     * @param longestSessionTimeoutMs the longest of their time-outs, in milliseconds; 0 without sessions
     * @param dataBytes bytes of data of all znodes, without paths and stats
     */
    public record Content(long nodes, long ephemerals, long sessions, int longestSessionTimeoutMs, long dataBytes) {}
}
