package io.zooark.handler;

import static org.assertj.core.api.Assertions.assertThat;

import io.zooark.json.Json;
import io.zooark.snapshot.SnapshotId;
import io.zooark.snapshot.VerifySnapshot;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class VerifySnapshotHandlerTest {
    private static final SnapshotId ID = SnapshotId.parse("daily-20261122T000000Z");

    @Test
    void takesAnEmptyEventForTheNewestBackup() throws IOException {
        assertThat(Json.mapper().readValue("{}", VerifySnapshot.Request.class))
                .isEqualTo(new VerifySnapshot.Request(null));
        assertThat(Json.mapper().readValue("{\"id\": \"" + ID + "\"}", VerifySnapshot.Request.class))
                .isEqualTo(new VerifySnapshot.Request(ID));
    }

    @Test
    void answersWithWhatWasProvenAndHowOldTheNewestProvenBackupIs() {
        Instant at = Instant.parse("2026-11-22T03:30:00Z");
        VerifySnapshot.Verified verified = new VerifySnapshot.Verified(
                ID,
                true,
                at,
                812,
                10,
                "0x1",
                Optional.of(new VerifySnapshot.NewestProven(ID, at, ID.scheduledTime(), 12_600)));

        assertThat(Json.write(verified))
                .isEqualTo("{\"id\":\"daily-20261122T000000Z\",\"passed\":true,\"provenAt\":\"2026-11-22T03:30:00Z\","
                        + "\"durationMs\":812,\"znodes\":10,\"treeDigest\":\"0x1\",\"newestProven\":{"
                        + "\"id\":\"daily-20261122T000000Z\",\"provenAt\":\"2026-11-22T03:30:00Z\","
                        + "\"backupTime\":\"2026-11-22T00:00:00Z\",\"ageSeconds\":12600}}");
    }
}
