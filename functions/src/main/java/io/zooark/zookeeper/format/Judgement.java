package io.zooark.zookeeper.format;

import io.zooark.ensemble.Zxid;
import io.zooark.snapshot.Verdict;
import java.util.Optional;

/**
 * A verdict over a snapshot that was read to its end, with the reason for it.
 *
 * @param reason one sentence for a person
 */
record Judgement(Verdict verdict, String reason) {

    /** Judges what was found, given the transaction at which writing began, if known. */
    static Judgement of(Findings findings, Optional<Zxid> start) {
        Optional<Zxid> end = end(findings);
        return betweenStartAndEnd(findings, start, end)
                .or(() -> digestAgainstTree(findings, start, end))
                .or(() -> unknownAcl(findings, start, end))
                .or(() -> missingProof(findings, end))
                .orElseGet(() -> consistent(findings, start, end));
    }

    /** Returns the transaction in the trailer; a negative one, of a server that has loaded nothing, is none. */
    static Optional<Zxid> end(Findings findings) {
        return Optional.ofNullable(findings.end).filter(zxid -> zxid >= 0).map(Zxid::new);
    }

    private static Optional<Judgement> betweenStartAndEnd(Findings findings, Optional<Zxid> start, Optional<Zxid> end) {
        if (start.isEmpty() || end.isEmpty() || start.equals(end)) {
            return Optional.empty();
        }
        String tree = isDigestOf(findings, end.get())
                ? "; the znodes are those of its end, sessions and ACLs may not be"
                : "";
        return torn("transactions were applied while it was written: it begins at %s and ends at %s%s"
                .formatted(start.get(), end.get(), tree));
    }

    private static Optional<Judgement> digestAgainstTree(Findings findings, Optional<Zxid> start, Optional<Zxid> end) {
        RecordedDigest recorded = findings.recordedDigest;
        if (recorded == null || !recorded.isUsable()) {
            return Optional.empty();
        }
        if (findings.agreeingCharset() < 0) {
            return torn("the znodes are not those of one state: ZooKeeper's digest at 0x%x is 0x%x, theirs is 0x%x"
                    .formatted(recorded.zxid(), recorded.value(), findings.digest.value()));
        }
        Optional<Zxid> state = end.or(() -> start);
        if (state.isPresent() && !recorded.isOf(state.get())) {
            return torn("the digest is of 0x%x, but the snapshot of %s".formatted(recorded.zxid(), state.get()));
        }
        return Optional.empty();
    }

    /**
     * ACLs are written before the znodes. One that is missing was made in between; if nothing was applied in between,
     * it is lost, and the server would fail whoever asks for the znode.
     */
    private static Optional<Judgement> unknownAcl(Findings findings, Optional<Zxid> start, Optional<Zxid> end) {
        if (findings.withoutAcl == null) {
            return Optional.empty();
        }
        String problem = "the ACL of the znode '%s' is not in the snapshot".formatted(findings.withoutAcl);
        if (start.isPresent() && start.equals(end)) {
            return Optional.of(new Judgement(
                    Verdict.DAMAGED, problem + ", although no transaction was applied while it was written"));
        }
        return torn(problem + ": it was set while the snapshot was written");
    }

    private static Optional<Judgement> missingProof(Findings findings, Optional<Zxid> end) {
        RecordedDigest recorded = findings.recordedDigest;
        if (recorded == null) {
            return unproven("it carries no digest: ZooKeeper before 3.6, or zookeeper.digest.enabled=false");
        }
        if (recorded.version() != RecordedDigest.KNOWN_VERSION) {
            return unproven("its digest is of version %d, known is %d"
                    .formatted(recorded.version(), RecordedDigest.KNOWN_VERSION));
        }
        if (recorded.zxid() <= 0) {
            return unproven("its digest is empty: the server had applied no transaction since it loaded its data");
        }
        if (end.isEmpty()) {
            return unproven("it does not say at which transaction it ends: ZooKeeper before 3.9, or"
                    + " zookeeper.serializeLastProcessedZxid.enabled=false");
        }
        return Optional.empty();
    }

    private static Judgement consistent(Findings findings, Optional<Zxid> start, Optional<Zxid> end) {
        int charset = findings.agreeingCharset();
        String under = charset == 0
                ? ""
                : " (computed by a JVM whose default charset is " + NodeDigest.CHARSETS[charset] + ")";
        String state = end.map(Zxid::toString).orElse("unknown");
        String proof = "the digest of its znodes is ZooKeeper's own at %s%s".formatted(state, under);
        String reason = start.isPresent()
                ? "no transaction was applied while it was written, and " + proof
                : proof + "; at which transaction writing began is not known";
        return new Judgement(Verdict.CONSISTENT, reason);
    }

    private static boolean isDigestOf(Findings findings, Zxid state) {
        RecordedDigest recorded = findings.recordedDigest;
        return recorded != null && findings.agreeingCharset() >= 0 && recorded.isOf(state);
    }

    private static Optional<Judgement> torn(String reason) {
        return Optional.of(new Judgement(Verdict.TORN, reason));
    }

    private static Optional<Judgement> unproven(String reason) {
        return Optional.of(new Judgement(Verdict.UNPROVEN, reason));
    }
}
