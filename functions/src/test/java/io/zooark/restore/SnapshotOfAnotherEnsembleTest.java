package io.zooark.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.zooark.json.Json;
import io.zooark.restore.SnapshotChoice.Before;
import io.zooark.restore.SnapshotChoice.ById;
import io.zooark.restore.SnapshotChoice.Latest;
import io.zooark.restore.SnapshotChoice.OfEnsemble;
import io.zooark.snapshot.SnapshotId;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SnapshotOfAnotherEnsembleTest {

    @Test
    void isChosenAsOneOfTheEnsemblesOwnIs() throws Exception {
        assertThat(read("{\"ensemble\": \"orders\", \"id\": \"daily-20261122T100000Z\"}"))
                .isEqualTo(new OfEnsemble("orders", new ById(SnapshotId.parse("daily-20261122T100000Z"))));
        assertThat(read("{\"ensemble\": \"orders\"}")).isEqualTo(new OfEnsemble("orders", new Latest()));
        assertThat(read("{\"ensemble\": \"orders\", \"before\": \"2026-11-22T10:00:00Z\"}"))
                .isEqualTo(new OfEnsemble("orders", new Before(Instant.parse("2026-11-22T10:00:00Z"))));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"ensemble\": 7}",
                "{\"ensemble\": \"orders\", \"snapshot\": \"latest\"}",
                "{\"ensemble\": \"orders\", \"id\": \"daily-20261122T100000Z\", \"before\": \"2026-11-22T10:00:00Z\"}",
                "{\"ensemble\": \"orders\", \"id\": \"yesterday\"}"
            })
    void isRefusedWhereWhatIsTypedIsNoChoice(String typed) {
        assertThatThrownBy(() -> read(typed))
                .isInstanceOf(JsonProcessingException.class)
                .hasMessageContaining("of another ensemble {\"ensemble\": \"orders\", \"id\": ");
    }

    private static SnapshotChoice read(String json) throws JsonProcessingException {
        return Json.mapper().readValue(json, SnapshotChoice.class);
    }
}
