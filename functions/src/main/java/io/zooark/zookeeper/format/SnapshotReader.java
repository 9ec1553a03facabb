package io.zooark.zookeeper.format;

import java.io.IOException;

/**
 * Reads one snapshot from its magic number to its last seal: {@code FileSnap.serialize} backwards.
 *
 * <p>Sections came with the versions of ZooKeeper. A stream may end after the seal of the znodes (before 3.6, or
 * {@code zookeeper.digest.enabled=false}), after that of the digest (before 3.9, or
 * {@code serializeLastProcessedZxid.enabled=false}), or after that of the last transaction.
 */
final class SnapshotReader {
    private static final int MAGIC = 0x5a4b534e; // ZKSN
    private static final int LOG_MAGIC = 0x5a4b4c47; // ZKLG
    private static final int VERSION = 2;
    private static final int HEADER_LENGTH = 16;
    private static final int SEAL_LENGTH = Long.BYTES + Integer.BYTES + 1;
    private static final int LAST_SECTION_LENGTH = Long.BYTES + SEAL_LENGTH;

    private final Window window;
    private final SnapshotSink sink;
    private final Findings findings;
    private final LongSet acls = new LongSet();
    private final Owners owners = new Owners();

    SnapshotReader(UnpackedStream stream, SnapshotSink sink, Findings findings) {
        window = new Window(stream);
        this.sink = sink;
        this.findings = findings;
    }

    /**
     * Reads the stream to its end.
     *
     * @throws DamagedSnapshotException at the first byte that cannot be right; the findings hold what was before
     * @throws IOException if the source cannot be read or the sink cannot be written
     */
    void read() throws IOException, DamagedSnapshotException {
        header();
        sessions();
        acls();
        new NodeReader(window, sink, findings, acls, owners).read();
        seal("the znodes");
        findings.treeIsWhole = true;
        int left = window.available(LAST_SECTION_LENGTH + 1);
        if (left == 0) {
            return;
        }
        // no digest section is as short as this
        if (left != LAST_SECTION_LENGTH) {
            digest();
            if (window.available(1) == 0) {
                return;
            }
        }
        lastTransaction();
        if (window.available(1) > 0) {
            throw new DamagedSnapshotException("bytes follow its last seal, which ends at byte " + window.offset());
        }
    }

    private void header() throws IOException, DamagedSnapshotException {
        int available = window.available(HEADER_LENGTH);
        if (available == 0) {
            throw new DamagedSnapshotException("the stream is empty");
        }
        if (available < Integer.BYTES || magic() != MAGIC) {
            throw new DamagedSnapshotException(notASnapshot());
        }
        window.require(HEADER_LENGTH, "the header");
        int start = window.position();
        window.advance(Integer.BYTES);
        int version = window.readInt("the header");
        if (version != VERSION) {
            throw new DamagedSnapshotException(
                    "the header says version %d of the format, known is %d".formatted(version, VERSION));
        }
        findings.databaseId = window.readLong("the header");
        if (sink.wantsBytes()) {
            sink.common(window.bytes(), start, HEADER_LENGTH);
        }
    }

    private int magic() throws IOException, DamagedSnapshotException {
        int magic = window.readInt("the magic number");
        window.advance(-Integer.BYTES);
        return magic;
    }

    /** Says what the stream seems to be instead: most often the answer of a server that did not take a snapshot. */
    private String notASnapshot() throws IOException, DamagedSnapshotException {
        int length = window.available(121);
        String text = Excerpt.of(window.bytes(), window.position(), length).strip();
        if (length >= Integer.BYTES && magic() == LOG_MAGIC) {
            return "this is a transaction log, not a snapshot: it begins with ZKLG";
        }
        if (text.startsWith("{") || text.startsWith("[")) {
            return "this is JSON, not a snapshot; perhaps the server's answer that it took none: " + text;
        }
        if (text.startsWith("<")) {
            return "this is HTML or XML, not a snapshot; perhaps an error page: " + text;
        }
        return "this is not a snapshot: it begins with '%s' instead of ZKSN".formatted(text);
    }

    private void sessions() throws IOException, DamagedSnapshotException {
        int count = count("sessions");
        sink.sessions(count);
        for (int i = 0; i < count; i++) {
            long id = window.readLong("the session table");
            owners.session(id);
            int timeoutMs = window.readInt("the session table");
            findings.longestTimeoutMs = Math.max(findings.longestTimeoutMs, timeoutMs);
            findings.sessions++;
            sink.session(id, timeoutMs);
        }
    }

    private void acls() throws IOException, DamagedSnapshotException {
        holdIfWanted();
        int count = count("ACLs");
        handOn();
        for (int i = 0; i < count; i++) {
            holdIfWanted();
            long id = window.readLong("the ACL table");
            acls.add(id);
            if (sink.wantsFields()) {
                window.hold();
                entriesOfAcl();
                sink.acl(id, window.bytes(), window.held(), window.position() - window.held());
                window.release();
            } else {
                entriesOfAcl();
            }
            handOn();
        }
    }

    private void entriesOfAcl() throws IOException, DamagedSnapshotException {
        int entries = count("entries of an ACL");
        for (int i = 0; i < entries; i++) {
            window.skip(Integer.BYTES, "the ACL table");
            text("the scheme of an ACL");
            text("the id of an ACL");
        }
    }

    private void digest() throws IOException, DamagedSnapshotException {
        long zxid = window.readLong("the digest section");
        int version = window.readInt("the digest section");
        long value = 0;
        if (version < RecordedDigest.KNOWN_VERSION) {
            window.skip(length("the digest section", -1), "the digest section");
        } else {
            value = window.readLong("the digest section");
        }
        RecordedDigest recorded = new RecordedDigest(zxid, version, value);
        sink.digest(recorded, findings);
        seal("the digest section");
        findings.recordedDigest = recorded;
    }

    private void lastTransaction() throws IOException, DamagedSnapshotException {
        holdIfWanted();
        long zxid = window.readLong("the last transaction");
        handOn();
        seal("the last transaction");
        findings.end = zxid;
    }

    private void seal(String what) throws IOException, DamagedSnapshotException {
        long computed = window.checksum();
        long offset = window.offset();
        long recorded = window.readLong("the seal after " + what);
        int length = window.readInt("the seal after " + what);
        if (recorded != computed || length != 1 || !endsWithSlash(what)) {
            throw new DamagedSnapshotException(
                    "the seal after %s, at byte %d, is not that of the bytes before it: 0x%x, computed 0x%x"
                            .formatted(what, offset, recorded, computed));
        }
        sink.seal();
    }

    private boolean endsWithSlash(String what) throws IOException, DamagedSnapshotException {
        window.require(1, "the seal after " + what);
        window.advance(1);
        return window.bytes()[window.position() - 1] == '/';
    }

    private int count(String ofWhat) throws IOException, DamagedSnapshotException {
        int count = window.readInt(ofWhat);
        if (count < 0) {
            throw new DamagedSnapshotException(
                    "at byte %d: the number of %s is %d".formatted(window.offset() - Integer.BYTES, ofWhat, count));
        }
        return count;
    }

    /** Passes over a text. A length of -1 would mean that there is none: ZooKeeper cannot load such an ACL. */
    private void text(String what) throws IOException, DamagedSnapshotException {
        window.skip(length(what, 0), what);
    }

    private int length(String what, int shortest) throws IOException, DamagedSnapshotException {
        int length = window.readInt(what);
        if (length < shortest) {
            throw new DamagedSnapshotException(
                    "at byte %d: %s has a length of %d".formatted(window.offset() - Integer.BYTES, what, length));
        }
        return Math.max(length, 0);
    }

    private void holdIfWanted() {
        if (sink.wantsBytes()) {
            window.hold();
        }
    }

    private void handOn() throws IOException {
        if (sink.wantsBytes()) {
            sink.common(window.bytes(), window.held(), window.position() - window.held());
            window.release();
        }
    }
}
