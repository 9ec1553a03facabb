package io.zooark.snapshot;

import static java.util.Objects.requireNonNull;

/**
 * What of a tree stays when nobody writes: all but the znodes that ZooKeeper ends by itself, which are ephemerals with their
 * session, containers without children, and TTL znodes.
 *
 * @param nodes number of those that stay, as {@code srvr} counts them
 * @param digest sum over those outside {@code /zookeeper/}, as unsigned hexadecimal with {@code 0x}; like ZooKeeper's own,
 *     but for {@code pzxid}, which is taken for 0 because the end of a child changes it
 */
public record Lasting(long nodes, String digest) {
    public Lasting {
        requireNonNull(digest, "digest is null");
    }
}
