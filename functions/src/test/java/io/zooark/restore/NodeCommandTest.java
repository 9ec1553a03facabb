package io.zooark.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zooark.ensemble.Zxid;
import io.zooark.error.StaleExecutionException;
import io.zooark.json.Json;
import io.zooark.snapshot.Manifest.StoredObject;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class NodeCommandTest {
    private final RestorePlan plan = Plans.withEpochs(Zxid.parse("0x300000010"), 3, 3, 3);
    private final Lock taken = Lock.taken(plan, "arn:restore", Optional.empty(), Instant.EPOCH);
    private final MemoryRestoreFiles files = new MemoryRestoreFiles();
    private final Map<String, String> sent = new LinkedHashMap<>();
    private Duration limit = Duration.ZERO;
    private final NodeCommand command =
            new NodeCommand(AccessPlanTest.ensemble(), this::answer, new Fence(files), new MemoryPlacements());

    @Test
    void tellsTheAddressOfASnapshotToTheHostAlone() {
        files.holding(taken.in(Phase.MOVING, Instant.EPOCH));

        NodeCommand.Answer answer = command.run(place(placement()));

        assertThat(sent)
                .containsEntry("Order", "1.35")
                .containsEntry("Epoch", "7")
                .containsEntry("Zxid", "300000010")
                .containsEntry("Bytes", "4711")
                .containsEntry("Cksum", "930766865");
        assertThat(sent.get("Url"))
                .startsWith("https://vault/orders/restore-1?versionId=v1&")
                .contains("X-Amz-Expires=" + limit.plusSeconds(60).toSeconds());
        assertThat(Json.write(answer)).doesNotContain("X-Amz-");
    }

    @Test
    void placesNothingUnlessDataIsBeingMoved() {
        files.holding(taken.in(Phase.ROLLING_BACK, Instant.EPOCH));

        assertThatThrownBy(() -> command.run(place(placement()))).isInstanceOf(StaleExecutionException.class);
        assertThat(sent).isEmpty();
    }

    @Test
    void placesNothingWhereItIsNotToldWhat() {
        files.holding(taken.in(Phase.MOVING, Instant.EPOCH));

        assertThatThrownBy(() -> command.run(place(null)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("placement is null, but place needs it");
    }

    private Map<String, Object> answer(
            String instance, NodeAction action, Map<String, String> parameters, Duration longest) {
        sent.putAll(parameters);
        limit = longest;
        return Map.of("action", action.toString());
    }

    private NodeCommand.Request place(@Nullable Placement placement) {
        return new NodeCommand.Request(
                NodeAction.PLACE,
                plan.restoreId(),
                plan.servers().get(0),
                taken.fence(),
                35,
                7L,
                null,
                placement,
                null,
                null);
    }

    private static Placement placement() {
        StoredObject object = new StoredObject("any", Optional.of("v1"), "e", 4711, "00000000");
        return new Placement(object, Zxid.parse("0x300000010"), 930_766_865L);
    }
}
