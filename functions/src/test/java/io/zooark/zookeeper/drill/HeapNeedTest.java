package io.zooark.zookeeper.drill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zooark.ensemble.Role;
import io.zooark.ensemble.ServerAddress;
import io.zooark.ensemble.ServerStatus;
import io.zooark.ensemble.Zxid;
import io.zooark.error.SnapshotUnusableException;
import io.zooark.snapshot.Compression;
import io.zooark.snapshot.Examination;
import io.zooark.snapshot.Manifest;
import io.zooark.snapshot.SnapshotId;
import io.zooark.snapshot.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HeapNeedTest {
    private static final long MIB = 1 << 20;
    private static final long ZNODES = 200_106;
    private static final long DATA = ZNODES * 1024;
    private static final Manifest PLAIN = manifest(Compression.NONE, 224_789_183, ZNODES, DATA);

    @Test
    void takesWhatFitsAndNoMore() {
        assertThatCode(() -> HeapNeed.require(PLAIN, 514 * MIB)).doesNotThrowAnyException();
        assertThatThrownBy(() -> HeapNeed.require(PLAIN, 512 * MIB)).isInstanceOf(SnapshotUnusableException.class);
    }

    @Test
    void namesTheMemoryToConfigure() {
        assertThatThrownBy(() -> HeapNeed.require(PLAIN, 100 * MIB))
                .hasMessageStartingWith(
                        "a server with the 200106 znodes of manual-20261122T100000Z takes about 514 MiB of"
                                + " heap, and the function has 100")
                .hasMessageContaining("HINT: configure the function with 704 MiB of memory (drill.memory)");
    }

    @Test
    void asksForMoreThanThereWasWhereMemoryRanOutAllTheSame() {
        assertThat(HeapNeed.exceeded(PLAIN, 800 * MIB, new OutOfMemoryError()))
                .hasMessageStartingWith("memory ran out: a server")
                .hasMessageContaining("configure the function with 2048 MiB");
    }

    @Test
    void saysWhereNoFunctionIsLargeEnough() {
        Manifest huge = manifest(Compression.NONE, 8_000 * MIB, 5_000_000, 7_000 * MIB);

        assertThatThrownBy(() -> HeapNeed.require(huge, 100 * MIB))
                .hasMessageContaining("no function has more than 10240");
    }

    @Test
    void goesByTheTreeAndNotByItsCompressedSize() {
        Manifest packed = manifest(Compression.GZIP, 3 * MIB, ZNODES, DATA);

        assertThat(HeapNeed.of(packed.examination()))
                .isBetween(
                        HeapNeed.of(PLAIN.examination()),
                        HeapNeed.of(PLAIN.examination()) + HeapNeed.of(PLAIN.examination()) / 10);
    }

    private static Manifest manifest(Compression compression, long bytes, long znodes, long data) {
        SnapshotId id = SnapshotId.parse("manual-20261122T100000Z");
        Zxid zxid = new Zxid(0x100000001L);
        return new Manifest(
                Manifest.FORMAT_VERSION,
                "orders",
                id,
                Optional.empty(),
                Instant.EPOCH,
                Duration.ZERO,
                new ServerStatus(new ServerAddress("zk1", 8080), 1, Role.FOLLOWER, true, zxid, 10, "3.9.5"),
                "has the highest zxid",
                List.of(),
                new Examination(
                        Verdict.CONSISTENT,
                        "as the test says",
                        compression,
                        bytes,
                        Optional.of(zxid),
                        Optional.of(zxid),
                        Optional.of("0x1"),
                        0,
                        new Examination.Content(znodes, 0, 0, 0, data)),
                new Manifest.StoredObject(id.snapshotKey("orders"), Optional.empty(), "\"e\"", bytes, "00000000"),
                Map.of());
    }
}
