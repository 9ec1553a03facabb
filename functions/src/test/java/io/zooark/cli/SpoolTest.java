package io.zooark.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpoolTest {
    private final byte[] bytes = new byte[700_001];
    private final Path directory;

    SpoolTest(@TempDir Path directory) {
        this.directory = directory;
        new Random(1).nextBytes(bytes);
    }

    @Test
    void givesTheBytesAsOftenAsTheyAreAskedFor() throws IOException {
        try (Spool spool = Spool.of(new ByteArrayInputStream(bytes), directory);
                InputStream first = spool.open();
                InputStream second = spool.open()) {
            assertThat(first.readNBytes(300_000)).startsWith(bytes[0], bytes[1]);
            assertThat(second.readAllBytes()).isEqualTo(bytes);
            assertThat(first.readAllBytes()).hasSize(400_001);
        }
    }

    @Test
    void leavesNothingBehind() throws IOException {
        Spool.of(new ByteArrayInputStream(bytes), directory).close();

        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void leavesNothingBehindWhereReadingFails() {
        InputStream breaking = new SequenceInputStream(new ByteArrayInputStream(bytes), new InputStream() {
            @Override
            public int read() throws IOException {
                return read(new byte[1], 0, 1);
            }

            @Override
            public int read(byte[] buffer, int offset, int length) throws IOException {
                throw new IOException("connection reset");
            }
        });

        assertThatThrownBy(() -> Spool.of(breaking, directory))
                .isInstanceOf(IOException.class)
                .hasMessage("connection reset");
        assertThat(directory).isEmptyDirectory();
    }
}
