package io.zooark.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zooark.ensemble.Zxid;
import io.zooark.error.ClientAccessException;
import io.zooark.error.NodeCommandFailedException;
import io.zooark.error.StaleExecutionException;
import io.zooark.json.Json;
import io.zooark.snapshot.Manifest.StoredObject;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
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
    private Map<String, Object> answered = Map.of();
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

    @Test
    void fetchesWhileClientsAreStillServed() {
        files.holding(taken);

        command.run(request(NodeAction.FETCH, placement(), null));

        assertThat(sent).containsKeys("Url", "Bytes", "Cksum").doesNotContainKeys("Epoch", "Zxid");
        files.holding(taken.in(Phase.CLOSING, Instant.EPOCH));
        assertThatThrownBy(() -> command.run(request(NodeAction.FETCH, placement(), null)))
                .isInstanceOf(StaleExecutionException.class);
    }

    @Test
    void takesOneLookForAFirstOneAndForNoProof() {
        files.holding(taken.in(Phase.CLOSING, Instant.EPOCH));
        answered = Map.of("remaining", 0, "apart", 0, "peers", List.of());

        command.run(request(NodeAction.CUT, null, 1));
        assertThat(sent).containsEntry("Looks", "1");

        assertThatThrownBy(() -> command.run(request(NodeAction.CUT, null, null)))
                .isInstanceOf(NodeCommandFailedException.class)
                .hasMessageContaining("only 0 s apart");
        assertThat(sent).containsEntry("Looks", "2");
    }

    @Test
    void takesASecondLookThatWasBegunAnewForNoneBehindTheFirst() {
        answered = Map.of("remaining", 0, "apart", 5, "mended", true, "anew", true, "peers", List.of());
        files.holding(taken.in(Phase.CLOSING, Instant.EPOCH));

        assertThatThrownBy(() -> command.run(request(NodeAction.CUT, null, 2)))
                .isInstanceOf(ClientAccessException.class)
                .hasMessageContaining("somebody was, or could have been");
        // both in one, as after a roll-back
        command.run(request(NodeAction.CUT, null, null));
    }

    private Map<String, Object> answer(
            String instance, NodeAction action, Map<String, String> parameters, Duration longest) {
        sent.putAll(parameters);
        limit = longest;
        return answered;
    }

    private NodeCommand.Request place(@Nullable Placement placement) {
        return request(NodeAction.PLACE, placement, null);
    }

    private NodeCommand.Request request(NodeAction action, @Nullable Placement placement, @Nullable Integer looks) {
        return new NodeCommand.Request(
                action,
                plan.restoreId(),
                plan.servers().get(0),
                taken.fence(),
                35,
                7L,
                null,
                placement,
                null,
                looks,
                null);
    }

    private static Placement placement() {
        StoredObject object = new StoredObject("any", Optional.of("v1"), "e", 4711, "00000000");
        return new Placement(object, Zxid.parse("0x300000010"), 930_766_865L);
    }
}
