package io.zooark.restore;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zooark.ensemble.Zxid;
import io.zooark.error.SnapshotUnusableException;
import io.zooark.error.StaleExecutionException;
import io.zooark.snapshot.Cksum;
import io.zooark.snapshot.Compression;
import io.zooark.snapshot.Examination;
import io.zooark.snapshot.Examination.Content;
import io.zooark.snapshot.MemoryVault;
import io.zooark.snapshot.SnapshotRewriter;
import io.zooark.snapshot.SnapshotRewriter.Rewritten;
import io.zooark.snapshot.Verdict;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PreparePlacementTest {
    private static final byte[] BYTES = "ZKSN as the servers shall hold it".getBytes(US_ASCII);

    private final RestorePlan plan = Plans.of(BYTES.length, 10);
    private final MemoryRestoreFiles files = new MemoryRestoreFiles();
    private final MemoryPlacements placements = new MemoryPlacements();
    private final Lock taken = Lock.taken(plan, "arn:restore", Optional.empty(), Instant.EPOCH);
    private Runnable meanwhile = () -> {};
    private long nodes = 10;

    @Test
    void storesWhatThePlanWasMadeFromAndSaysWhatTheHostsProve() {
        files.holding(taken);

        Placement placement = prepare();

        Cksum cksum = new Cksum();
        cksum.update(BYTES);
        assertThat(placements.objects().get("orders/restore-1")).isEqualTo(BYTES);
        assertThat(placement.object().size()).isEqualTo(BYTES.length);
        assertThat(placement.cksum()).isEqualTo(cksum.getValue());
        assertThat(placement.zxid()).isEqualTo(plan.expected().zxid());
    }

    @Test
    void storesTheSameAgainWhereItsFirstAnswerWasLost() {
        files.holding(taken);
        Placement first = prepare();

        Placement second = prepare();

        assertThat(second.cksum()).isEqualTo(first.cksum());
        assertThat(second.object().versionId()).as("the first is there, too").hasValue("v2");
    }

    @Test
    void storesNothingThatThePlanWasNotMadeFrom() {
        files.holding(taken);
        nodes = 11;

        assertThatThrownBy(this::prepare)
                .isInstanceOf(SnapshotUnusableException.class)
                .hasMessageContaining("are no longer those that the plan was made from");
        assertNothingStored();
    }

    @Test
    void storesNothingOnceClientsAreShutOut() {
        files.holding(taken.in(Phase.CLOSING, Instant.EPOCH));

        assertThatThrownBy(this::prepare).isInstanceOf(StaleExecutionException.class);
        assertNothingStored();
    }

    @Test
    void storesNothingWhenItWasOvertakenWhileItWrote() {
        files.holding(taken);
        meanwhile = () -> files.holding(taken.recoveredBy("arn:recovery", Instant.EPOCH));

        assertThatThrownBy(this::prepare)
                .isInstanceOf(StaleExecutionException.class)
                .hasMessageContaining("arn:recovery");
        assertNothingStored();
    }

    private void assertNothingStored() {
        assertThat(placements.objects()).isEmpty();
        assertThat(placements.open()).isZero();
    }

    private Placement prepare() {
        MemoryVault vault = new MemoryVault().storing(plan.snapshot().id().toString());
        SnapshotRewriter rewriter = (snapshot, out, how) -> {
            out.write(BYTES);
            meanwhile.run();
            return new Rewritten(examination(BYTES.length), plan.expected().lasting(), Optional.empty());
        };
        return new PreparePlacement(vault, placements, rewriter, new Fence(files))
                .prepare(new RestoreServer.Request(RestoreServer.Action.PREPARE, plan, null, taken.fence()))
                .placement();
    }

    private Examination examination(long bytes) {
        return new Examination(
                Verdict.CONSISTENT,
                "as the test says",
                Compression.NONE,
                bytes,
                Optional.empty(),
                Optional.of(new Zxid(plan.expected().zxid().value())),
                Optional.of(plan.expected().treeDigest()),
                0,
                new Content(nodes, 0, 0, 0, 0));
    }
}
