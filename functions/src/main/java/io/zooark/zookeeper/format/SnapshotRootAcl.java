package io.zooark.zookeeper.format;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.zooark.snapshot.RootAcl;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads the access list of the root, which is the first znode of every snapshot. */
public final class SnapshotRootAcl implements RootAcl {
    /** The root's is among the first that an ensemble has ever had, and they are written in the order of their numbers. */
    private static final int MOST_ACLS = 10_000;

    private static final List<Entry> OPEN = List.of(new Entry("world", "anyone", 31));

    @Override
    public Optional<List<Entry>> of(InputStream snapshot) throws IOException {
        RootSink sink = new RootSink();
        try (UnpackedStream stream = new UnpackedStream(new Source(snapshot))) {
            new SnapshotReader(stream, sink, new Findings()).read();
        } catch (EnoughException | DamagedSnapshotException e) {
            // what was read until there is the answer, or none
        }
        return Optional.ofNullable(sink.root);
    }

    /** Ends the reading where the rest is of no interest. */
    private static final class EnoughException extends IOException {
        private static final long serialVersionUID = 1;

        @Override
        public synchronized Throwable fillInStackTrace() {
            return this;
        }
    }

    private static final class RootSink implements SnapshotSink {
        private final Map<Long, byte[]> acls = new HashMap<>();

        @Nullable
        List<Entry> root;

        @Override
        public boolean wantsFields() {
            return true;
        }

        @Override
        public void acl(long id, byte[] bytes, int from, int length) {
            if (acls.size() < MOST_ACLS) {
                acls.put(id, Arrays.copyOfRange(bytes, from, from + length));
            }
        }

        @Override
        public void stat(byte[] bytes, int from, int dataLength, boolean ephemeral) throws IOException {
            long acl = AclAndStat.acl(bytes, from);
            byte[] entries = acls.get(acl);
            root = acl == AclAndStat.OPEN_ACL ? OPEN : entries == null ? null : entries(ByteBuffer.wrap(entries));
            throw new EnoughException();
        }

        private static List<Entry> entries(ByteBuffer bytes) {
            List<Entry> entries = new ArrayList<>();
            for (int left = bytes.getInt(); left > 0; left--) {
                int permissions = bytes.getInt();
                String scheme = text(bytes);
                entries.add(new Entry(scheme, text(bytes), permissions));
            }
            return entries;
        }

        private static String text(ByteBuffer bytes) {
            byte[] text = new byte[bytes.getInt()];
            bytes.get(text);
            return new String(text, UTF_8);
        }
    }
}
