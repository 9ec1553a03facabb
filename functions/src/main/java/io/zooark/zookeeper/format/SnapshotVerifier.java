package io.zooark.zookeeper.format;

import static java.util.Objects.requireNonNull;

import io.zooark.ensemble.Zxid;
import io.zooark.snapshot.Examination;
import io.zooark.snapshot.TreeExaminer;
import io.zooark.snapshot.Verdict;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** Proves a snapshot from its bytes alone: structure, seals, and the digest of the tree, recomputed. */
public final class SnapshotVerifier implements TreeExaminer {

    @Override
    public Examination examine(InputStream snapshot, Optional<Zxid> startZxid) throws IOException {
        return examine(snapshot, startZxid, SnapshotSink.NONE);
    }

    @Override
    public Held examineTree(InputStream snapshot, Optional<Zxid> startZxid) throws IOException {
        Findings findings = new Findings();
        Examination examination = examine(snapshot, startZxid, SnapshotSink.NONE, findings);
        return new Held(examination, findings.lasting());
    }

    /** Examines a snapshot and hands its parts on. */
    static Examination examine(InputStream snapshot, Optional<Zxid> startZxid, SnapshotSink sink) throws IOException {
        return examine(snapshot, startZxid, sink, new Findings());
    }

    private static Examination examine(
            InputStream snapshot, Optional<Zxid> startZxid, SnapshotSink sink, Findings findings) throws IOException {
        requireNonNull(startZxid, "startZxid is null");
        Source source = new Source(snapshot);
        try (UnpackedStream stream = new UnpackedStream(source)) {
            Judgement judgement;
            try {
                new SnapshotReader(stream, sink, findings).read();
                judgement = Judgement.of(findings, startZxid);
            } catch (DamagedSnapshotException e) {
                judgement = new Judgement(Verdict.DAMAGED, e.problem());
            }
            source.drain();
            return new Examination(
                    judgement.verdict(),
                    judgement.reason(),
                    stream.compression(),
                    source.count(),
                    startZxid,
                    Judgement.end(findings),
                    findings.treeIsWhole ? Optional.of(hex(findings.digest.value())) : Optional.empty(),
                    findings.databaseId,
                    findings.content());
        }
    }

    static String hex(long digest) {
        return "0x" + Long.toHexString(digest);
    }
}
