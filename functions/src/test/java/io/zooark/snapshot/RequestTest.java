package io.zooark.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.zooark.ensemble.Role;
import io.zooark.error.RequestRefusedException;
import io.zooark.invocation.Invocation;
import io.zooark.json.Json;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What may be asked for, by the schedule and by people. */
class RequestTest {
    private static final Instant NOW = Instant.parse("2026-11-18T10:23:45.678Z");

    private final MemoryVault vault = new MemoryVault();

    @Test
    void takesALabelledSnapshotNowWhereAPersonSaysNothingElse() {
        TakeSnapshot.Taken taken = take("{'class': 'manual', 'label': 'before-upgrade'}");

        assertThat(taken.id()).isEqualTo("manual-20261118T102345Z");
        assertThat(taken.manifest().label()).contains("before-upgrade");
        assertThat(taken.ensemble()).isEqualTo("orders");
    }

    @Test
    void writesTheLabelIntoTheManifestAndReadsManifestsWithoutOne() throws JsonProcessingException {
        Manifest labelled =
                take("{'class': 'manual', 'label': 'before-upgrade'}").manifest();
        String json = Json.write(labelled);

        assertThat(json).contains("\"label\":\"before-upgrade\"");
        assertThat(Json.mapper().readValue(json, Manifest.class)).isEqualTo(labelled);
        String ofBefore = json.replace("\"label\":\"before-upgrade\",", "");
        assertThat(Json.mapper().readValue(ofBefore, Manifest.class).label()).isEmpty();
    }

    @Test
    void findsAManualSnapshotByItsTimeAndItsLabel() {
        String event = "{'class': 'manual', 'label': 'before-upgrade', 'scheduledTime': '2026-11-18T10:00:00Z'}";
        TakeSnapshot.Taken first = take(event);

        TakeSnapshot.Taken second = take(event);

        assertThat(second.alreadyTaken()).isTrue();
        assertThat(second.manifest()).isEqualTo(first.manifest());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'label': 'after-upgrade', | with label 'before-upgrade', and this request has label 'after-upgrade'",
                "'' | with label 'before-upgrade', and this request has none"
            },
            quoteCharacter = '"')
    void refusesAnIdThatIsTakenUnderAnotherLabel(String label, String words) {
        take("{'class': 'manual', 'label': 'before-upgrade', 'scheduledTime': '2026-11-18T10:00:00Z'}");
        String field = label.equals("''") ? "" : label;

        assertThatThrownBy(() -> take("{" + field + "'class': 'manual', 'scheduledTime': '2026-11-18T10:00:00Z'}"))
                .isInstanceOf(RequestRefusedException.class)
                .hasMessageContaining("snapshot manual-20261118T100000Z exists already, " + words)
                .hasMessageContaining("HINT: ");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "{'class': 'daily', 'scheduledTime': '2026-11-18T10:00:00Z'} | class may be manual or safety",
                "{'class': 'monthley', 'scheduledTime': '2026-11-18T10:00:00Z'} | class",
                "{'class': '', 'scheduledTime': '2026-11-18T10:00:00Z'} | class",
                "{'class': 'safety'} | scheduledTime is missing",
                "{'ensemble': 'orders'} | scheduledTime is missing",
                "{} | scheduledTime is missing",
                "{'scheduledTime': 'tomorrow'} | scheduledTime",
                "{'scheduledTime': ''} | scheduledTime",
                "{'scheduledTime': 1795000000} | scheduledTime",
                "{'scheduledTime': '+20000-01-01T00:00:00Z'} | scheduledTime must be of the years 1970 to 9999",
                "{'scheduledTime': '2026-11-18T10:00:00Z', 'label': 'x'} | label goes with class manual alone",
                "{'scheduledTime': '2026-11-18T10:00:00Z', 'class': 'safety', 'label': 'x'} | label goes with class",
                "{'class': 'manual', 'label': ''} | label must be 1 to 63",
                "{'class': 'manual', 'label': 'Before'} | got 'Before'",
                "{'class': 'manual', 'label': '-x'} | got '-x'",
                "{'class': 'manual', 'label': 'a/b'} | got 'a/b'",
                "{'class': 'manual', 'lable': 'x'} | lable",
            })
    void namesTheFieldOfARequestThatItRefuses(String event, String words) {
        assertThatThrownBy(() -> read(event))
                .isInstanceOf(JsonProcessingException.class)
                .hasMessageContaining(words);
    }

    @Test
    void takesTheLongestLabelAndNoneThatIsLonger() throws JsonProcessingException {
        assertThat(read("{'class': 'manual', 'label': '" + "x".repeat(63) + "'}")
                        .label())
                .hasSize(63);
        assertThatThrownBy(() -> read("{'class': 'manual', 'label': '" + "x".repeat(64) + "'}"))
                .hasMessageContaining("label must be 1 to 63");
    }

    private TakeSnapshot.Taken take(String event) {
        TakeSnapshot takeSnapshot = new TakeSnapshot(
                ScriptedServers.ensemble("zk1"),
                new ScriptedServers().with("zk1", Role.FOLLOWER, 7),
                vault,
                ScriptedServers.examiner(),
                ensemble -> Optional.empty(),
                Runnable::run,
                new Timing(Clock.fixed(NOW, ZoneOffset.UTC), Duration.ofMillis(10)));
        try {
            return takeSnapshot.take(read(event), Invocation.unwatched());
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    private static TakeSnapshot.Request read(String event) throws JsonProcessingException {
        return Json.mapper().readValue(event.replace('\'', '"'), TakeSnapshot.Request.class);
    }
}
