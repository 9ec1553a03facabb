package io.zooark.local.drill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.zooark.error.SnapshotUnusableException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** Drills of half a million znodes under one parent, among them ephemerals of a session that would expire at once. */
@Tag("thorough")
@Isolated("what a drill leaves behind in the JVM is looked for")
class LargeDrillTest {
    private static final String ID = "monthly-20261101T000000Z";
    private static final int CHILDREN = 500_000;
    private static final int EPHEMERALS = 1_000;
    private static final long SESSION = 0x100000000001L;

    private static Path disk;
    private static Depot depot;

    @BeforeAll
    static void open(@TempDir Path storage, @TempDir Path drills) throws IOException {
        disk = drills;
        depot = Depot.open(storage, drills);
        Planted planted = new Planted().create("/flat", null).openSession(SESSION, 1);
        for (int i = 0; i < EPHEMERALS; i++) {
            planted.createEphemeral("/flat/ephemeral-" + i, SESSION);
        }
        for (int i = EPHEMERALS; i < CHILDREN; i++) {
            planted.create("/flat/item-%09d".formatted(i), null);
        }
        depot.store(ID, planted.snapshot());
    }

    @AfterAll
    static void close() {
        depot.close();
    }

    @Test
    void readsAllChildrenOfOneParentAndNoSessionExpiresMeanwhile() throws IOException {
        Traces before = Traces.now();

        JsonNode answer = depot.drill("{}");

        assertThat(answer.path("passed").asBoolean()).isTrue();
        assertThat(answer.path("znodes").asLong()).isGreaterThan(CHILDREN);
        before.requireNoneSince(disk);
    }

    @Test
    void stopsTwentySecondsBeforeItIsKilledAndProvesNothing() throws IOException {
        Traces before = Traces.now();

        assertThatThrownBy(() -> depot.drill("{}", Duration.ofMillis(20_500)))
                .isInstanceOf(SnapshotUnusableException.class)
                .hasMessageContaining("time ran out");

        before.requireNoneSince(disk);
        assertThat(depot.drills(ID))
                .filteredOn(name -> name.endsWith("-failed.json"))
                .hasSize(1);
        assertThat(depot.logged().path("reason").asText()).startsWith("time ran out");
    }
}
