package io.zooark.zookeeper.format;

import java.io.IOException;

/** What a {@link SnapshotReader} hands the parts of a snapshot to, in their order, as soon as each is read. */
interface SnapshotSink {
    /** Takes nothing; lets the reader pass over data without keeping it. */
    SnapshotSink NONE = new SnapshotSink() {};

    /** Tells whether the bytes are wanted; if not, the methods that take bytes are not called. */
    default boolean wantsBytes() {
        return false;
    }

    /** Takes bytes that mean the same in any snapshot of this tree. */
    default void common(byte[] bytes, int from, int length) throws IOException {}

    /** Is told that the session table is past. */
    default void sessions() throws IOException {}

    /** Takes the record of one znode. */
    default void node(byte[] bytes, int from, int length, boolean ephemeral) throws IOException {}

    /** Takes the digest section; the findings hold it and the sums over all znodes. */
    default void digest(RecordedDigest recorded, Findings findings) throws IOException {}

    /** Is told that a seal was read and found right. */
    default void seal() throws IOException {}
}
