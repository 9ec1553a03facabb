package io.zooark.zookeeper.format;

import io.zooark.snapshot.Compression;
import io.zooark.snapshot.Examination;
import io.zooark.snapshot.Examination.Content;
import io.zooark.snapshot.Rewriting;
import io.zooark.snapshot.SnapshotRewriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;

/**
 * Writes a snapshot anew while it is read.
 *
 * <p>One record at a time is kept in memory, since its owner comes after its data. The stat of a parent stays as it is:
 * its {@code cversion} must not go back, or names of sequential znodes would come again.
 */
public final class SnapshotStreamRewriter implements SnapshotRewriter {

    @Override
    public Rewritten rewrite(InputStream snapshot, OutputStream rewritten, Rewriting how) throws IOException {
        Source source = new Source(snapshot);
        Findings findings = new Findings();
        SealedOutput output = new SealedOutput(rewritten);
        RewritingSink sink = new RewritingSink(output, how);
        try (UnpackedStream stream = new UnpackedStream(source)) {
            new SnapshotReader(stream, sink, findings).read();
        } catch (DamagedSnapshotException e) {
            throw new IOException("the snapshot is damaged and cannot be rewritten: " + e.problem(), e);
        }
        // only now that the input has proven whole does the last seal leave: what was written before is no snapshot
        output.finish();
        return new Rewritten(
                examination(findings, output, sink, how.keepsSessions()), findings.lasting(), sink.membership());
    }

    private static Examination examination(
            Findings findings, SealedOutput output, RewritingSink sink, boolean keepsSessions) {
        Judgement judgement = Judgement.of(findings, Optional.empty());
        long leftOut = keepsSessions ? 0 : findings.digestOfEphemerals.value();
        Content content = keepsSessions ? findings.content() : findings.contentWithoutSessions();
        return new Examination(
                judgement.verdict(),
                judgement.reason(),
                Compression.NONE,
                output.count(),
                Optional.empty(),
                Judgement.end(findings),
                Optional.of(SnapshotVerifier.hex(findings.digest.value() - leftOut)),
                findings.databaseId,
                withData(content, content.dataBytes() + sink.addedDataBytes()));
    }

    private static Content withData(Content content, long dataBytes) {
        return new Content(
                content.nodes(),
                content.ephemerals(),
                content.sessions(),
                content.longestSessionTimeoutMs(),
                dataBytes);
    }
}
