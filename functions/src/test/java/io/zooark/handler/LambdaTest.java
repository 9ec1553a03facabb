package io.zooark.handler;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zooark.ensemble.Zxid;
import io.zooark.error.RequestRefusedException;
import io.zooark.restore.PlanRestore;
import io.zooark.restore.RestoreInput;
import io.zooark.restore.SnapshotChoice;
import io.zooark.snapshot.SnapshotClass;
import io.zooark.snapshot.SnapshotId;
import io.zooark.snapshot.TakeSnapshot;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LambdaTest {

    @Test
    void readsWhatTheSchedulerSends() throws IOException {
        TakeSnapshot.Request request = read(
                "{\"ensemble\": \"orders\", \"scheduledTime\": \"2026-11-22T10:00:00Z\"}", TakeSnapshot.Request.class);

        assertThat(request).isEqualTo(new TakeSnapshot.Request("orders", Instant.parse("2026-11-22T10:00:00Z"), null));
    }

    @Test
    void readsTheClassThatAPersonAsksFor() throws IOException {
        TakeSnapshot.Request request = read(
                "{\"ensemble\": \"orders\", \"scheduledTime\": \"2026-11-22T10:00:00Z\", \"class\": \"manual\"}",
                TakeSnapshot.Request.class);

        assertThat(request.snapshotClass()).isEqualTo(SnapshotClass.MANUAL);
    }

    @Test
    void readsEveryFormOfChoosingASnapshot() throws IOException {
        assertThat(input("{\"confirm\": \"orders\"}").choice()).isEqualTo(new SnapshotChoice.Latest());
        assertThat(input("{\"confirm\": \"orders\", \"snapshot\": \"latest\"}").choice())
                .isEqualTo(new SnapshotChoice.Latest());
        assertThat(input("{\"confirm\": \"orders\", \"snapshot\": \"daily-20261122T100000Z\"}")
                        .choice())
                .isEqualTo(new SnapshotChoice.ById(SnapshotId.parse("daily-20261122T100000Z")));
        assertThat(input("{\"confirm\": \"orders\", \"snapshot\": {\"before\": \"2026-11-22T10:00:00Z\"}}")
                        .choice())
                .isEqualTo(new SnapshotChoice.Before(Instant.parse("2026-11-22T10:00:00Z")));
        assertThat(input("{\"confirm\": \"orders\", \"snapshot\": {\"zxidAtMost\": \"0x100000a3f\"}}")
                        .choice())
                .isEqualTo(new SnapshotChoice.ZxidAtMost(new Zxid(0x100000a3fL)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"confirm\": null}",
                "{\"confirm\": \"orders\", \"snapsot\": \"latest\"}",
                "{\"confirm\": \"orders\", \"confirm\": \"orders\"}",
                "{\"confirm\": \"orders\", \"dryRun\": \"yes\"}",
                "{\"confirm\": \"orders\", \"dryRun\": 1}",
                "{\"confirm\": \"orders\", \"snapshot\": \"newest\"}",
                "{\"confirm\": \"orders\", \"snapshot\": {\"after\": \"2026-11-22T10:00:00Z\"}}",
                "{\"confirm\": \"orders\", \"snapshot\": {\"before\": \"yesterday\"}}",
                "{\"confirm\": \"orders\", \"snapshot\": {\"zxidAtMost\": \"many\"}}",
                "{\"confirm\": \"orders\", \"snapshot\": {\"zxidAtMost\": 4294969919}}",
                "{\"confirm\": \"orders\", \"snapshot\": 7}",
                "[]",
                "null",
                "\"orders\"",
            })
    void refusesInputThatIsNotUnderstood(String json) {
        assertThatThrownBy(() -> input(json))
                .isInstanceOf(RequestRefusedException.class)
                .hasMessageContaining("HINT: ");
    }

    @Test
    void namesTheFieldThatItDoesNotKnow() {
        assertThatThrownBy(() -> input("{\"confirm\": \"orders\", \"onFailur\": \"roll-back\"}"))
                .hasMessageContaining("\"onFailur\"");
    }

    @Test
    void namesTheFieldThatIsMissing() {
        assertThatThrownBy(() -> input("{}")).hasMessageContaining("confirm is null");
    }

    private static RestoreInput input(String json) throws IOException {
        return read("{\"input\": " + json + ", \"restoreId\": \"r1\"}", PlanRestore.Request.class)
                .input();
    }

    private static <I> I read(String json, Class<I> type) throws IOException {
        List<I> seen = new ArrayList<>();
        new Lambda<>("Reader", type, new FunctionLog("orders", line -> {}), (request, invocation) -> seen.add(request))
                .answer(
                        new ByteArrayInputStream(json.getBytes(UTF_8)),
                        new ByteArrayOutputStream(),
                        new StillContext());
        return seen.get(0);
    }
}
