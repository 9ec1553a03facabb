package io.zooark.zookeeper.format;

import static java.util.Objects.requireNonNull;

import io.zooark.ensemble.Zxid;
import io.zooark.snapshot.Rewriting;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Writes the snapshot anew: with the target's members, and without its sessions and their ephemeral znodes unless they stay. */
final class RewritingSink implements SnapshotSink {
    private static final RecordedDigest NO_DIGEST = new RecordedDigest(0, RecordedDigest.KNOWN_VERSION, 0);

    private final SealedOutput output;
    private final Rewriting how;
    private @Nullable String membership;
    private long addedDataBytes;

    RewritingSink(SealedOutput output, Rewriting how) {
        this.output = requireNonNull(output, "output is null");
        this.how = requireNonNull(how, "how is null");
    }

    @Override
    public boolean wantsBytes() {
        return true;
    }

    @Override
    public void common(byte[] bytes, int from, int length) throws IOException {
        output.write(bytes, from, length);
    }

    @Override
    public void sessions(int count) throws IOException {
        output.writeInt(how.keepsSessions() ? count : 0);
    }

    @Override
    public void session(long id, int timeoutMs) throws IOException {
        if (how.keepsSessions()) {
            output.writeLong(id);
            output.writeInt(timeoutMs);
        }
    }

    @Override
    public void node(byte[] bytes, int from, int length, boolean ephemeral) throws IOException {
        if (ephemeral && !how.keepsSessions()) {
            return;
        }
        Optional<ConfigNode> config = ConfigNode.in(bytes, from, length);
        config.ifPresent(node -> membership = node.text());
        if (config.isEmpty() || how.membership().isEmpty()) {
            output.write(bytes, from, length);
            return;
        }
        ConfigNode written = config.get().with(how.membership().get());
        addedDataBytes += written.dataLength() - config.get().dataLength();
        written.write(output);
    }

    /** Returns the text of {@code /zookeeper/config} as it was read; empty where there is none, or it has not come yet. */
    Optional<String> membership() {
        return Optional.ofNullable(membership);
    }

    /** Returns how many bytes of data were written more than were read, but for what was left out. */
    long addedDataBytes() {
        return addedDataBytes;
    }

    @Override
    public void digest(RecordedDigest recorded, Findings findings) throws IOException {
        RecordedDigest remaining =
                how.resealAt().map(zxid -> computed(zxid, findings)).orElseGet(() -> remaining(recorded, findings));
        output.writeLong(remaining.zxid());
        output.writeInt(remaining.version());
        output.writeLong(remaining.value());
    }

    @Override
    public void seal() throws IOException {
        output.seal();
    }

    private RecordedDigest computed(Zxid zxid, Findings findings) {
        long leftOut = how.keepsSessions() ? 0 : findings.digestOfEphemerals.value();
        return new RecordedDigest(zxid.value(), RecordedDigest.KNOWN_VERSION, findings.digest.value() - leftOut);
    }

    /**
     * Takes what is left out off the recorded digest, rather than writing the sum of what is left: the two are equal
     * if the recorded one agrees with the znodes, and if it does not, a torn snapshot must not come out as a good one.
     */
    private RecordedDigest remaining(RecordedDigest recorded, Findings findings) {
        if (recorded.version() != RecordedDigest.KNOWN_VERSION) {
            return NO_DIGEST;
        }
        if (!recorded.isUsable() || how.keepsSessions()) {
            return recorded;
        }
        int charset = Math.max(0, findings.digest.charsetOf(recorded.value()));
        long value = recorded.value() - findings.digestOfEphemerals.value(charset);
        return new RecordedDigest(recorded.zxid(), recorded.version(), value);
    }
}
