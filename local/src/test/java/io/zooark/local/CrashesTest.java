package io.zooark.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.zooark.local.Verdict.End;
import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** A few cells of the {@link CrashMatrix}; {@code ./mvnw -Pcrash} runs all. Each begins on what the one before has left. */
@Tag("thorough")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class CrashesTest {
    private static CrashScene scene;

    @BeforeAll
    static void begin() throws Exception {
        scene = CrashScene.begin("crashes");
    }

    @AfterAll
    static void close() throws IOException {
        scene.close();
    }

    @Test
    @Order(1)
    void anExecutionThatIsStoppedWhileFilesAreMovedIsRolledBack() {
        assertEnds(Cell.of("Set the old data aside", Fault.STOPPED_IN), End.OLD);
    }

    @Test
    @Order(2)
    void aFunctionThatDiesBeforeItsAnswerIsRolledBack() {
        assertEnds(Cell.of("Send the snapshot to every server", Fault.DIES_AFTER), End.OLD);
    }

    @Test
    @Order(3)
    void aServerThatIsKilledBeforeItsTreeIsOnDiskIsRolledBack() {
        assertEnds(Cell.of("Persist on every server", Fault.SERVER_KILLED), End.OLD);
    }

    @Test
    @Order(4)
    void throttledCallsOfEc2AreMadeAgain() {
        assertEnds(Cell.of("Open client access", Fault.THROTTLED, "ec2:ModifySecurityGroupRules"), End.NEW);
    }

    @Test
    @Order(5)
    void whatIsProvenIsOpenedThoughTheExecutionIsStopped() {
        assertEnds(Cell.of("Lift the cuts", Fault.STOPPED_BEFORE), End.NEW);
    }

    private static void assertEnds(Cell cell, End end) {
        Verdict verdict = scene.run(cell);

        assertThat(verdict.end()).as("%s: %s", cell, verdict.words()).isEqualTo(end);
    }
}
