package io.zooark.local.cloud;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.Consumer;

/** Where the functions' lines go that would go to CloudWatch Logs: a plain file, one line for each invocation. */
public final class LogFile implements Consumer<String> {
    private final Path file;

    /**
     * Makes a log that is appended to.
     *
     * @param file made with the first line; its folder must be there
     */
    public LogFile(Path file) {
        this.file = requireNonNull(file, "file is null");
    }

    @Override
    public synchronized void accept(String line) {
        try {
            Files.writeString(file, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write to " + file, e);
        }
    }
}
