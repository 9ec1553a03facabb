package io.zooark.cli;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Bytes that come only once, kept in a temporary file so that they can be read again.
 *
 * <p>The file loses its name as soon as it is open, so that nothing is left behind however this process ends; where a
 * system does not allow that, as Windows, it is deleted when it is closed. Nobody but its owner may read it.
 */
final class Spool implements Closeable {
    private static final int BUFFER = 256 * 1024;

    private final FileChannel file;

    private Spool(FileChannel file) {
        this.file = file;
    }

    /**
     * Reads a stream to its end.
     *
     * @throws IOException if reading fails, or the disk is full
     */
    static Spool of(InputStream bytes) throws IOException {
        return of(bytes, Path.of(System.getProperty("java.io.tmpdir")));
    }

    static Spool of(InputStream bytes, Path folder) throws IOException {
        Path name = Files.createTempFile(folder, "zooark-", ".snapshot");
        Spool spool;
        try {
            spool = new Spool(FileChannel.open(
                    name, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE));
        } catch (IOException e) {
            Files.deleteIfExists(name);
            throw e;
        }
        try {
            spool.fill(bytes, name);
            return spool;
        } catch (IOException | RuntimeException | Error e) {
            spool.close();
            throw e;
        }
    }

    /** Returns the bytes from their beginning. */
    InputStream open() {
        return new FromFile();
    }

    @Override
    public void close() throws IOException {
        file.close();
    }

    private void fill(InputStream bytes, Path name) throws IOException {
        byte[] buffer = new byte[BUFFER];
        int count = bytes.read(buffer);
        while (count >= 0) {
            try {
                ByteBuffer rest = ByteBuffer.wrap(buffer, 0, count);
                while (rest.hasRemaining()) {
                    file.write(rest);
                }
            } catch (IOException e) {
                throw new IOException(
                        "cannot keep the snapshot in " + name + ": " + e.getMessage()
                                + "\nHINT: name a folder with more room by java -Djava.io.tmpdir=…",
                        e);
            }
            count = bytes.read(buffer);
        }
    }

    private final class FromFile extends InputStream {
        private long position;

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            int count = file.read(ByteBuffer.wrap(buffer, offset, length), position);
            position += Math.max(count, 0);
            return count;
        }
    }
}
