package io.zooark.zookeeper.format;

import io.zooark.ensemble.Zxid;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.Optional;

/** A snapshot in memory, to be compared with another. */
class GivenSnapshot implements SnapshotComparison.Side {
    private final byte[] bytes;

    /** How often it was opened. */
    int opened;

    GivenSnapshot(byte[] bytes) {
        this.bytes = bytes;
    }

    @Override
    public String name() {
        return "the given one";
    }

    @Override
    public InputStream open() {
        opened++;
        return new ByteArrayInputStream(bytes);
    }

    @Override
    public Optional<Zxid> startZxid() {
        return Optional.empty();
    }
}
