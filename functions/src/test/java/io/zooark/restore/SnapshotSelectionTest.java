package io.zooark.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zooark.ensemble.Zxid;
import io.zooark.error.RequestRefusedException;
import io.zooark.error.SnapshotUnusableException;
import io.zooark.snapshot.Manifest;
import io.zooark.snapshot.Manifests;
import io.zooark.snapshot.MemoryVault;
import io.zooark.snapshot.SnapshotId;
import io.zooark.snapshot.Verdict;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SnapshotSelectionTest {
    private static final String NINE = "hourly-20261122T090000Z";
    private static final String TEN = "hourly-20261122T100000Z";
    private static final String ELEVEN = "hourly-20261122T110000Z";
    private static final String NOON = "hourly-20261122T120000Z";

    private final MemoryVault vault = new MemoryVault();

    @Test
    void takesTheNewestThatIsProvenForLatest() {
        holding(NINE, Verdict.CONSISTENT, "0x100000009");
        holding(TEN, Verdict.CONSISTENT, "0x100000010");
        holding(ELEVEN, Verdict.TORN, "0x100000011");

        assertThat(select(new SnapshotChoice.Latest(), null)).isEqualTo(TEN);
        assertThat(select(new SnapshotChoice.Before(Instant.parse("2026-11-22T10:00:00Z")), null))
                .isEqualTo(NINE);
    }

    @Test
    void takesTheNewestProvenOneThatHoldsNothingAfterATransaction() {
        holding(NINE, Verdict.CONSISTENT, "0x100000009");
        holding(TEN, Verdict.CONSISTENT, "0x100000010");
        holding(ELEVEN, Verdict.TORN, "0x100000011");
        holding(NOON, Verdict.CONSISTENT, "0x200000001");

        assertThat(atMost("0x300000000")).isEqualTo(NOON);
        assertThat(atMost("0x1ffffffff")).isEqualTo(TEN);
        assertThat(atMost("0x100000010")).isEqualTo(TEN);
        assertThat(atMost("0x10000000f")).isEqualTo(NINE);
        assertThatThrownBy(() -> atMost("0x100000008"))
                .isInstanceOf(SnapshotUnusableException.class)
                .hasMessageContaining("zxid at most 0x100000008; 4 others were looked at");
    }

    @Test
    void takesTheNewestOfThoseThatEndAtOneTransaction() {
        holding(NINE, Verdict.CONSISTENT, "0x100000009");
        holding(TEN, Verdict.CONSISTENT, "0x100000009");
        holding(ELEVEN, Verdict.CONSISTENT, "0x100000011");

        assertThat(atMost("0x100000010")).isEqualTo(TEN);
    }

    @Test
    void looksNoFurtherBackThanTheZxidsGo() {
        holding(NINE, Verdict.CONSISTENT, "0x500000002");
        holding(TEN, Verdict.CONSISTENT, "0x500000004");
        holding(ELEVEN, Verdict.TORN, "0x100000007");
        holding(NOON, Verdict.CONSISTENT, "0x100000008");

        assertThat(atMost("0x500000003"))
                .as("it would be nearer, but in another history")
                .isEqualTo(NOON);
        assertThatThrownBy(() -> atMost("0x100000005"))
                .isInstanceOf(SnapshotUnusableException.class)
                .hasMessageContaining("went backwards");
    }

    @ParameterizedTest
    @EnumSource(names = {"TORN", "UNPROVEN"})
    void letsThroughByIdWhatIsAcceptedByItsVeryVerdict(Verdict verdict) {
        holding(TEN, verdict, "0x100000010");

        assertThatThrownBy(() -> select(byId(TEN), null))
                .isInstanceOf(SnapshotUnusableException.class)
                .hasMessageContaining("is " + verdict)
                .hasMessageContaining("\"accept\": \"" + verdict + "\"");
        assertThat(select(byId(TEN), verdict.name())).isEqualTo(TEN);
    }

    @Test
    void refusesAnotherVerdictThanTheAcceptedOneBeItBetter() {
        holding(NINE, Verdict.UNPROVEN, "0x100000009");
        holding(TEN, Verdict.CONSISTENT, "0x100000010");

        for (String id : List.of(NINE, TEN)) {
            assertThatThrownBy(() -> select(byId(id), "TORN"))
                    .isInstanceOf(SnapshotUnusableException.class)
                    .hasMessageContaining("but accepted is TORN");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"DAMAGED", "CONSISTENT", "torn", "yes", ""})
    void refusesToAcceptWhatNobodyMay(String accept) {
        holding(TEN, Verdict.DAMAGED, "0x100000010");

        assertThatThrownBy(() -> select(byId(TEN), accept))
                .isInstanceOf(RequestRefusedException.class)
                .hasMessageContaining("accept must be TORN or UNPROVEN, got '" + accept + "'");
    }

    @Test
    void refusesDamageWhateverIsAccepted() {
        holding(TEN, Verdict.DAMAGED, "0x100000010");

        assertThatThrownBy(() -> select(byId(TEN), "TORN")).isInstanceOf(SnapshotUnusableException.class);
        assertThatThrownBy(() -> select(byId(TEN), null))
                .isInstanceOf(SnapshotUnusableException.class)
                .hasMessageNotContaining("accept");
    }

    @Test
    void acceptsNothingThatIsNotNamed() {
        holding(TEN, Verdict.TORN, "0x100000010");

        List<SnapshotChoice> choices =
                List.of(new SnapshotChoice.Latest(), new SnapshotChoice.ZxidAtMost(new Zxid(0x100000010L)));
        for (SnapshotChoice choice : choices) {
            assertThatThrownBy(() -> select(choice, "TORN"))
                    .isInstanceOf(RequestRefusedException.class)
                    .hasMessageContaining("but snapshot is " + choice + " and names none");
        }
    }

    @Test
    void refusesWhatDoesNotSayWhereItEnds() {
        vault.holding(Manifests.taken(TEN, Verdict.UNPROVEN, Optional.empty()));

        assertThatThrownBy(() -> select(byId(TEN), "UNPROVEN"))
                .isInstanceOf(SnapshotUnusableException.class)
                .hasMessageContaining("does not say at which transaction it ends");
    }

    private void holding(String id, Verdict verdict, String end) {
        vault.holding(Manifests.taken(id, verdict, Optional.of(Zxid.parse(end))));
    }

    private String atMost(String zxid) {
        return select(new SnapshotChoice.ZxidAtMost(Zxid.parse(zxid)), null);
    }

    private static SnapshotChoice byId(String id) {
        return new SnapshotChoice.ById(SnapshotId.parse(id));
    }

    private String select(SnapshotChoice choice, @Nullable String accept) {
        RestoreInput input =
                new RestoreInput("orders", choice, false, null, false, null, List.of(), false, accept, null);
        Manifest chosen = new SnapshotSelection("orders", vault, Runnable::run).select(input);
        return chosen.id().toString();
    }
}
