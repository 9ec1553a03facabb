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

    /**
     * Tells whether what the snapshot says is wanted, field by field; if not, {@link #acl}, {@link #path}, {@link #data}
     * and {@link #stat} are not called.
     */
    default boolean wantsFields() {
        return false;
    }

    /** Begins the session table. */
    default void sessions(int count) throws IOException {}

    /** Takes an open session. */
    default void session(long id, int timeoutMs) throws IOException {}

    /**
     * Takes an ACL.
     *
     * @param id the number by which znodes refer to it, another one on each server
     * @param bytes hold its entries as they are written, their count first
     */
    default void acl(long id, byte[] bytes, int from, int length) throws IOException {}

    /** Begins a znode; its path comes after that of its parent, and all that is under it before the next sibling. */
    default void path(byte[] bytes, int from, int length) throws IOException {}

    /** Takes a part of the znode's data. */
    default void data(byte[] bytes, int from, int length) throws IOException {}

    /**
     * Ends the znode.
     *
     * @param bytes hold, from {@code from} on, the number of its ACL and then its stat
     * @param dataLength -1 for none, which is not the same as empty
     */
    default void stat(byte[] bytes, int from, int dataLength, boolean ephemeral) throws IOException {}

    /** Takes the record of one znode. */
    default void node(byte[] bytes, int from, int length, boolean ephemeral) throws IOException {}

    /** Takes the digest section; the findings hold it and the sums over all znodes. */
    default void digest(RecordedDigest recorded, Findings findings) throws IOException {}

    /** Is told that a seal was read and found right. */
    default void seal() throws IOException {}
}
