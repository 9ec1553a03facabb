package io.zooark.cli;

import static java.util.Objects.requireNonNull;

import io.zooark.ensemble.Zxid;
import java.io.FileInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A snapshot in a file, or on standard input where the file is called {@code -}. */
final class FileSource implements SnapshotSource {
    static final String STANDARD_INPUT = "-";

    /** ZooKeeper names the file after the transaction at which it begins writing ({@code FileTxnSnapLog.save}). */
    private static final Pattern SNAPSHOT_NAME = Pattern.compile("snapshot\\.([0-9a-f]{1,16})(\\.gz|\\.snappy)?");

    private final String file;
    private final InputStream standardInput;

    FileSource(String file, InputStream standardInput) {
        this.file = requireNonNull(file, "file is null");
        this.standardInput = requireNonNull(standardInput, "standardInput is null");
    }

    @Override
    public OpenSnapshot open() throws IOException, CommandFailedException {
        if (file.equals(STANDARD_INPUT)) {
            return known(standardInput, OptionalLong.empty());
        }
        try {
            FileInputStream bytes = new FileInputStream(file);
            // a pipe or a device has no size
            long size = bytes.getChannel().size();
            return known(bytes, size > 0 ? OptionalLong.of(size) : OptionalLong.empty());
        } catch (FileNotFoundException e) {
            throw new CommandFailedException(ExitStatus.CANNOT_OPEN, "cannot open " + e.getMessage());
        }
    }

    private OpenSnapshot known(InputStream bytes, OptionalLong size) {
        return new OpenSnapshot(file, bytes, size, zxidInName(file), Optional.empty());
    }

    /** Returns the transaction that a file or an object is named after. */
    static Optional<Zxid> zxidInName(String file) {
        Path name = Path.of(file).getFileName();
        Matcher matcher = SNAPSHOT_NAME.matcher(name == null ? "" : name.toString());
        // beyond this a name is that of a negative zxid: a server that had nothing loaded
        return matcher.matches() && Long.parseUnsignedLong(matcher.group(1), 16) >= 0
                ? Optional.of(Zxid.parse(matcher.group(1)))
                : Optional.empty();
    }
}
