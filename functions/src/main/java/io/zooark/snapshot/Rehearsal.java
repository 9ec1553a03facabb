package io.zooark.snapshot;

import static java.util.Objects.requireNonNull;

import io.zooark.error.SnapshotUnusableException;
import io.zooark.invocation.Deadline;
import io.zooark.invocation.Invocation;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/** The middle of a drill: fetch a backup, have a server take it up, read it, and compare it with its manifest. */
final class Rehearsal {
    /**
     * What is left for keeping the result and answering before the function is killed: a read of S3 may be silent twice, for
     * 25 s, before it returns, and the server's end may take a while.
     */
    private static final Duration MARGIN = Duration.ofSeconds(75);

    private static final String SEE_WHO_WROTE =
            "do not restore it: take a backup now, and look who wrote to the vault and what is in its versions";

    private final Vault vault;
    private final PrivateServer server;
    private final Path disk;

    Rehearsal(Vault vault, PrivateServer server, Path disk) {
        this.vault = requireNonNull(vault, "vault is null");
        this.server = requireNonNull(server, "server is null");
        this.disk = requireNonNull(disk, "disk is null");
    }

    /**
     * Reads a backup through a server. Nothing of it is left on the disk afterwards.
     *
     * @throws SnapshotUnusableException if the stored bytes are not those of the manifest, the server does not take them up,
     *     or there is too little memory, disk or time
     * @throws IOException if reading or writing fails
     */
    PrivateServer.Contents read(Manifest manifest, Invocation invocation) throws IOException {
        Deadline stop = beforeItIsTooLate(invocation.deadline());
        server.requireRoomFor(manifest);
        try (DrillFolder folder = DrillFolder.under(disk)) {
            long begin = System.nanoTime();
            Path file = folder.fetch(vault, manifest.object(), stop);
            invocation
                    .journal()
                    .note(
                            "downloadMs",
                            Duration.ofNanos(System.nanoTime() - begin).toMillis());
            PrivateServer.Contents contents = server.read(file, manifest, stop);
            invocation
                    .journal()
                    .note("startMs", contents.start().toMillis())
                    .note("readMs", contents.reading().toMillis())
                    .note("treeDigest", contents.treeDigest());
            return contents;
        }
    }

    private static Deadline beforeItIsTooLate(Deadline deadline) {
        return deadline.exists() ? Deadline.in(deadline.remaining().minus(MARGIN)) : deadline;
    }

    /** Refuses what is not what the manifest says. */
    static void requireSame(Manifest manifest, PrivateServer.Contents contents) {
        long nodes = manifest.examination().content().nodes();
        if (contents.znodes() != nodes) {
            throw new SnapshotUnusableException(
                    "the server gave its client %d znodes, the manifest of %s says %d"
                            .formatted(contents.znodes(), manifest.id(), nodes),
                    SEE_WHO_WROTE);
        }
        String digest = manifest.examination().treeDigest().orElse("none");
        if (!contents.treeDigest().equals(digest)) {
            throw new SnapshotUnusableException(
                    "the digest of what the client read is %s, the manifest of %s says %s"
                            .formatted(contents.treeDigest(), manifest.id(), digest),
                    SEE_WHO_WROTE);
        }
    }
}
