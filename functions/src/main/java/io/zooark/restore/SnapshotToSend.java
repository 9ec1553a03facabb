package io.zooark.restore;

import static java.util.Objects.requireNonNull;

import io.zooark.error.RequestRefusedException;
import io.zooark.error.SnapshotUnusableException;
import io.zooark.restore.RestorePlan.Expectation;
import io.zooark.restore.RestorePlan.KeptSessions;
import io.zooark.snapshot.Examination;
import io.zooark.snapshot.Manifest;
import io.zooark.snapshot.Rewriting;
import io.zooark.snapshot.SnapshotRewriter;
import io.zooark.snapshot.SnapshotRewriter.Rewritten;
import io.zooark.snapshot.Vault;
import io.zooark.snapshot.Verdict;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;

/** A snapshot as it will be sent to the servers, read whole before anything is changed. */
final class SnapshotToSend {
    /** Clients stay out until the last session has ended: more than an hour nobody means to wait. */
    private static final Duration LONGEST_WAIT = Duration.ofHours(1);

    private final Manifest manifest;
    private final Rewritten rewritten;

    private SnapshotToSend(Manifest manifest, Rewritten rewritten) {
        this.manifest = requireNonNull(manifest, "manifest is null");
        this.rewritten = requireNonNull(rewritten, "rewritten is null");
    }

    /**
     * Reads the whole snapshot back from the vault and changes it as each server will get it.
     *
     * @throws SnapshotUnusableException if it is no longer what its manifest says, or no server could be given its members
     * @throws RequestRefusedException if its sessions are to be kept, and last too long
     */
    static SnapshotToSend read(Vault vault, Manifest manifest, SnapshotRewriter rewriter, Rewriting how) {
        CRC32 crc = new CRC32();
        try (InputStream bytes = new CheckedInputStream(vault.open(manifest.object()), crc)) {
            Rewritten rewritten = rewriter.rewrite(bytes, OutputStream.nullOutputStream(), how);
            refuseOther(manifest, rewritten.examination(), crc);
            refuseWithoutMembership(manifest, rewritten);
            SnapshotToSend sent = new SnapshotToSend(manifest, rewritten);
            refuseLongWait(sent.kept());
            return sent;
        } catch (IOException e) {
            throw new SnapshotUnusableException(
                    "snapshot " + manifest.id() + " cannot be read back from the vault: " + e.getMessage(),
                    "choose another snapshot; nothing was changed",
                    e);
        }
    }

    /** Returns what the servers must hold, derived from the very bytes that will be sent. */
    Expectation expectation() {
        Examination sent = rewritten.examination();
        Examination.Content stored = manifest.examination().content();
        return new Expectation(
                sent.endZxid().orElseThrow(),
                sent.content().nodes(),
                sent.treeDigest().orElseThrow(),
                rewritten.lasting(),
                sent.bytes(),
                stored.sessions() - sent.content().sessions(),
                stored.ephemerals() - sent.content().ephemerals(),
                kept());
    }

    /** Returns what a person should know if the snapshot comes from other members than zoo.cfg names now. */
    Optional<String> otherMembers(List<String> now) {
        return rewritten
                .membership()
                .filter(then -> !then.isEmpty() && !Membership.same(now, then))
                .map(then -> "the snapshot names other members than zoo.cfg does now, and is given those of now; then: "
                        + then.replace("\n", " "));
    }

    private KeptSessions kept() {
        Examination.Content content = rewritten.examination().content();
        return new KeptSessions(
                content.sessions(), content.ephemerals(), Duration.ofMillis(content.longestSessionTimeoutMs()));
    }

    private static void refuseOther(Manifest manifest, Examination sent, CRC32 crc) {
        String checksum = HexFormat.of().toHexDigits((int) crc.getValue());
        boolean asPublished = checksum.equals(manifest.object().crc32())
                && sent.endZxid().equals(manifest.examination().endZxid())
                // one that is torn by its zxids alone may well read as consistent
                && (sent.verdict() == Verdict.CONSISTENT || sent.verdict() == manifest.verdict());
        if (!asPublished || sent.endZxid().isEmpty() || sent.treeDigest().isEmpty()) {
            throw new SnapshotUnusableException(
                    "snapshot " + manifest.id() + " is no longer what its manifest says: CRC32 " + checksum
                            + " instead of " + manifest.object().crc32() + ", " + sent.verdict() + " (" + sent.reason()
                            + ")",
                    "choose another snapshot, and find out who wrote to the vault; nothing was changed");
        }
    }

    /** ZooKeeper makes the node wherever a tree begins empty; only a tree of before 3.5 that was carried along has none. */
    private static void refuseWithoutMembership(Manifest manifest, Rewritten rewritten) {
        if (rewritten.membership().isEmpty()) {
            throw new SnapshotUnusableException(
                    "snapshot " + manifest.id()
                            + " has no znode /zookeeper/config: the server it was taken from was upgraded"
                            + " from 3.4 and has led ever since",
                    "choose another snapshot: one that was taken of a follower has the node; nothing was changed");
        }
    }

    private static void refuseLongWait(KeptSessions kept) {
        if (kept.longestTimeout().compareTo(LONGEST_WAIT) > 0) {
            throw new RequestRefusedException(
                    "sessions is \"keep\", and the longest time-out in the snapshot is "
                            + kept.longestTimeout().toSeconds() + " s: clients would be shut out for as long",
                    "leave `sessions` out of the input: then no session is restored, and nobody waits; nothing was changed");
        }
    }
}
