package io.zooark.zookeeper.format;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Writes the snapshot anew without its sessions and their ephemeral znodes. */
final class SessionlessSink implements SnapshotSink {
    private static final RecordedDigest NO_DIGEST = new RecordedDigest(0, RecordedDigest.KNOWN_VERSION, 0);

    /** The node that names the ensemble's members ({@code ZooDefs.CONFIG_NODE}). */
    private static final byte[] CONFIG_NODE = "/zookeeper/config".getBytes(UTF_8);

    private final SealedOutput output;
    private @Nullable String membership;

    SessionlessSink(SealedOutput output) {
        this.output = requireNonNull(output, "output is null");
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
    public void sessions() throws IOException {
        output.writeInt(0);
    }

    @Override
    public void node(byte[] bytes, int from, int length, boolean ephemeral) throws IOException {
        if (!ephemeral) {
            output.write(bytes, from, length);
        }
        if (isConfigNode(bytes, from)) {
            ByteBuffer data = ByteBuffer.wrap(
                            bytes,
                            from + Integer.BYTES + CONFIG_NODE.length,
                            length - Integer.BYTES - CONFIG_NODE.length)
                    .slice();
            int size = Math.max(0, data.getInt());
            membership = UTF_8.decode(data.limit(Integer.BYTES + size)).toString();
        }
    }

    private static boolean isConfigNode(byte[] bytes, int from) {
        int path = from + Integer.BYTES;
        return ByteBuffer.wrap(bytes).getInt(from) == CONFIG_NODE.length
                && Arrays.equals(bytes, path, path + CONFIG_NODE.length, CONFIG_NODE, 0, CONFIG_NODE.length);
    }

    /** Returns the text of {@code /zookeeper/config}; empty where there is none, or it has not come yet. */
    Optional<String> membership() {
        return Optional.ofNullable(membership).filter(text -> !text.isEmpty());
    }

    @Override
    public void digest(RecordedDigest recorded, Findings findings) throws IOException {
        RecordedDigest remaining = remaining(recorded, findings);
        output.writeLong(remaining.zxid());
        output.writeInt(remaining.version());
        output.writeLong(remaining.value());
    }

    @Override
    public void seal() throws IOException {
        output.seal();
    }

    /**
     * Takes what is left out off the recorded digest, rather than writing the sum of what is left: the two are equal
     * if the recorded one agrees with the znodes, and if it does not, a torn snapshot must not come out as a good one.
     */
    private static RecordedDigest remaining(RecordedDigest recorded, Findings findings) {
        if (recorded.version() != RecordedDigest.KNOWN_VERSION) {
            return NO_DIGEST;
        }
        if (!recorded.isUsable()) {
            return recorded;
        }
        int charset = Math.max(0, findings.digest.charsetOf(recorded.value()));
        long value = recorded.value() - findings.digestOfEphemerals.value(charset);
        return new RecordedDigest(recorded.zxid(), recorded.version(), value);
    }
}
