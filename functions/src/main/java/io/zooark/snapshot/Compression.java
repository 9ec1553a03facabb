package io.zooark.snapshot;

/** How ZooKeeper compressed a snapshot ({@code zookeeper.snapshot.compression.method}), told by its first bytes. */
public enum Compression {
    NONE,
    GZIP,
    SNAPPY
}
