package io.zooark.cli;

import static java.util.Objects.requireNonNull;

import io.zooark.ensemble.Zxid;
import io.zooark.zookeeper.format.SnapshotComparison;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One of the two snapshots that are compared, as it was named on the command line. */
final class ComparedSnapshot implements SnapshotComparison.Side, Closeable {
    private final String argument;
    private final SnapshotSources sources;
    private Optional<Zxid> startZxid = Optional.empty();
    /** Opened, and not read from yet. */
    private @Nullable InputStream opened;

    private @Nullable Spool spool;

    ComparedSnapshot(String argument, SnapshotSources sources) {
        this.argument = requireNonNull(argument, "argument is null");
        this.sources = requireNonNull(sources, "sources is null");
    }

    /**
     * Makes sure that it can be read as often as needed: what comes only once is taken now, into a temporary file.
     *
     * @throws CommandFailedException if it cannot be opened
     */
    void keep() throws IOException, CommandFailedException {
        if (!comesOnce()) {
            find();
            return;
        }
        try (OpenSnapshot open = sources.open(argument)) {
            startZxid = open.startZxid();
            spool = Spool.of(open.bytes());
        }
    }

    /**
     * Makes sure that it is there, and nothing more: a server would not wait until the other one has been read.
     *
     * @throws CommandFailedException if it cannot be opened
     */
    void find() throws IOException, CommandFailedException {
        if (!isLive()) {
            opened = openNow();
        }
    }

    boolean isStandardInput() {
        return argument.equals(FileSource.STANDARD_INPUT);
    }

    @Override
    public String name() {
        return argument;
    }

    @Override
    public InputStream open() throws IOException {
        if (spool != null) {
            return spool.open();
        }
        if (opened != null) {
            InputStream first = opened;
            opened = null;
            return first;
        }
        try {
            return openNow();
        } catch (CommandFailedException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    @Override
    public Optional<Zxid> startZxid() {
        return startZxid;
    }

    @Override
    public void close() throws IOException {
        if (opened != null) {
            opened.close();
        }
        if (spool != null) {
            spool.close();
        }
    }

    private InputStream openNow() throws IOException, CommandFailedException {
        OpenSnapshot open = sources.open(argument);
        startZxid = open.startZxid();
        return open.bytes();
    }

    private boolean isLive() {
        return argument.startsWith("http://") || argument.startsWith("https://");
    }

    /** Tells whether it would be another one the next time, or none. */
    private boolean comesOnce() {
        return isStandardInput() || isLive() || isPipe();
    }

    private boolean isPipe() {
        if (argument.startsWith("s3://")) {
            return false;
        }
        Path file = Path.of(argument);
        return Files.exists(file) && !Files.isRegularFile(file);
    }
}
