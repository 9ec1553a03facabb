package io.zooark.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

class ProgressTest {
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private long now;

    @Test
    void isSilentWhileNothingTakesLong() throws IOException {
        InputStream bytes = follow(() -> {
            throw new AssertionError("nobody needs to know who watches");
        });

        now = Duration.ofMillis(999).toNanos();
        assertThat(bytes.readAllBytes()).hasSize(10_000);

        assertThat(err.size()).isZero();
    }

    @Test
    void isSilentWhereNobodyWatches() throws IOException {
        InputStream bytes = follow(() -> false);

        now = Duration.ofSeconds(5).toNanos();
        bytes.readAllBytes();

        assertThat(err.size()).isZero();
    }

    @Test
    void showsBytesRateAndShare() throws IOException {
        InputStream bytes = follow(() -> true);

        now = Duration.ofSeconds(2).toNanos();
        bytes.readNBytes(5_000);

        assertThat(err.toString(UTF_8)).isEqualTo("\r5.00 KB, 2.50 KB/s, 50 % of 10.0 KB");
    }

    @Test
    void takesItsLineAwayAtTheEnd() throws IOException {
        InputStream bytes = follow(() -> true);
        now = Duration.ofSeconds(2).toNanos();
        bytes.readNBytes(5_000);
        err.reset();

        bytes.close();

        assertThat(err.toString(UTF_8)).matches("\r +\r");
    }

    @Test
    void namesTheSnapshotThatCannotBeRead() throws IOException {
        InputStream broken = InputStream.nullInputStream();
        broken.close();

        assertThatThrownBy(() -> follow(broken, () -> true).read())
                .isInstanceOf(IOException.class)
                .hasMessage("cannot read backup: Stream closed");
    }

    @Test
    void writesNumbersAsPeopleReadThem() {
        assertThat(Sizes.bytes(0)).isEqualTo("0 B");
        assertThat(Sizes.bytes(999)).isEqualTo("999 B");
        assertThat(Sizes.bytes(1_000)).isEqualTo("1.00 KB");
        assertThat(Sizes.bytes(999_600)).isEqualTo("1.00 MB");
        assertThat(Sizes.bytes(5_033_837)).isEqualTo("5.03 MB");
        assertThat(Sizes.bytes(59_960_000_000L)).isEqualTo("60.0 GB");
        assertThat(Sizes.age(Duration.ofSeconds(-3))).isEqualTo("0s");
        assertThat(Sizes.age(Duration.ofSeconds(59))).isEqualTo("59s");
        assertThat(Sizes.age(Duration.ofMinutes(59))).isEqualTo("59m");
        assertThat(Sizes.age(Duration.ofHours(47))).isEqualTo("47h");
        assertThat(Sizes.age(Duration.ofHours(50))).isEqualTo("2d");
    }

    private InputStream follow(BooleanSupplier watched) {
        return follow(new ByteArrayInputStream(new byte[10_000]), watched);
    }

    private InputStream follow(InputStream bytes, BooleanSupplier watched) {
        Progress progress = new Progress(new PrintStream(err, true, UTF_8), watched, () -> now);
        return progress.follow(
                new OpenSnapshot("backup", bytes, OptionalLong.of(10_000), Optional.empty(), Optional.empty()));
    }
}
