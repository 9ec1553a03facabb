package io.zooark.zookeeper.format;

import io.zooark.snapshot.Compression;
import io.zooark.snapshot.Examination;
import io.zooark.snapshot.SnapshotRewriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;

/**
 * Writes a snapshot anew while it is read, without sessions and what belongs to them.
 *
 * <p>One record at a time is kept in memory, since its owner comes after its data. The stat of a parent stays as it is:
 * its {@code cversion} must not go back, or names of sequential znodes would come again.
 */
public final class SnapshotStreamRewriter implements SnapshotRewriter {

    @Override
    public Rewritten rewrite(InputStream snapshot, OutputStream rewritten) throws IOException {
        Source source = new Source(snapshot);
        Findings findings = new Findings();
        SealedOutput output = new SealedOutput(rewritten);
        SessionlessSink sink = new SessionlessSink(output);
        try (UnpackedStream stream = new UnpackedStream(source)) {
            new SnapshotReader(stream, sink, findings).read();
        } catch (DamagedSnapshotException e) {
            throw new IOException("the snapshot is damaged and cannot be rewritten: " + e.problem(), e);
        }
        // only now that the input has proven whole does the last seal leave: what was written before is no snapshot
        output.finish();
        Judgement judgement = Judgement.of(findings, Optional.empty());
        long digest = findings.digest.value() - findings.digestOfEphemerals.value();
        Examination examination = new Examination(
                judgement.verdict(),
                judgement.reason(),
                Compression.NONE,
                output.count(),
                Optional.empty(),
                Judgement.end(findings),
                Optional.of(SnapshotVerifier.hex(digest)),
                findings.databaseId,
                findings.contentWithoutSessions());
        return new Rewritten(examination, sink.membership());
    }
}
