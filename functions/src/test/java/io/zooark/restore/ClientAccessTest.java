package io.zooark.restore;

import static io.zooark.restore.MemoryNetwork.ipv4;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zooark.error.ClientAccessException;
import io.zooark.restore.ClientAccess.Action;
import io.zooark.restore.ClientAccess.Answer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ClientAccessTest {
    private final MemoryNetwork network = MemoryNetwork.ofTwoServers();
    private final MemoryRestoreFiles files = new MemoryRestoreFiles();
    private final ClientAccess access = new ClientAccess(AccessPlanTest.ensemble(), network, files, new StillTime());
    private final List<ParkedRule> plan = new AccessPlan(AccessPlanTest.ensemble(), network).of(network.instances());
    private final Map<String, AccessRule> before = network.rules();

    @Test
    void closesAndOpensAgainToTheSameRules() {
        assertThat(close().rules()).isEqualTo(1);
        assertThat(network.at("sgr-clients").fromPort()).isEqualTo(65_535);
        assertThat(network.at("sgr-clients").description()).isEqualTo("why sgr-clients");

        Answer opened = open();

        assertThat(network.rules()).isEqualTo(before);
        assertThat(opened).isEqualTo(Answer.of(1, List.of(), List.of()));
    }

    @Test
    void changesNothingMoreWhenItIsDoneAgain() {
        close();
        close();
        assertThat(network.modifications()).isEqualTo(1);

        open();
        assertThat(open()).isEqualTo(Answer.of(0, List.of(), List.of()));
        assertThat(network.modifications()).isEqualTo(2);
    }

    @Test
    void goesOnAfterACrashBetweenTheRecordAndTheChange() {
        network.crashing(true);
        assertThatThrownBy(this::close).isInstanceOf(ClientAccessException.class);
        assertThat(files.rules("orders", "restore-1")).hasValue(plan);
        assertThat(network.rules()).isEqualTo(before);

        network.crashing(false);
        close();
        open();

        assertThat(network.rules()).isEqualTo(before);
    }

    @Test
    void opensToTheFirstRecordThoughALaterPlanSawTheRulesParked() {
        close();
        List<ParkedRule> seenClosed = new AccessPlan(AccessPlanTest.ensemble(), network).of(network.instances());

        access.change(new ClientAccess.Request(Action.CLOSE, "restore-1", seenClosed, servers()));
        open();

        assertThat(seenClosed).isEmpty();
        assertThat(network.rules()).isEqualTo(before);
    }

    @Test
    void opensNothingWhereNothingWasClosed() {
        assertThat(open()).isEqualTo(Answer.of(0, List.of(), List.of()));
        assertThat(network.rules()).isEqualTo(before);
    }

    @Test
    void addsARuleAgainThatHasVanishedAndTellsItsNewId() {
        AccessRule original = network.at("sgr-clients");
        close();
        network.without("sgr-clients");

        Answer opened = open();

        assertThat(opened.created()).containsExactly("sgr-new-1");
        assertThat(network.at("sgr-new-1"))
                .usingRecursiveComparison()
                .ignoringFields("id")
                .isEqualTo(original);
        assertThat(open().created()).as("it is there now").isEmpty();
    }

    @Test
    void reportsARuleThatSomebodyChangedAndLeavesItAlone() {
        close();
        network.rule("sgr-clients", "tcp", 2181, 2181, ipv4("10.5.0.0/16"));

        Answer opened = open();

        assertThat(opened.rules()).isZero();
        assertThat(opened.conflicts())
                .singleElement()
                .asString()
                .contains("tcp 2181 from 10.5.0.0/16")
                .contains("was sgr-clients of sg-servers (tcp 2181 from 10.0.0.0/16) when the restore began");
        assertThat(network.at("sgr-clients").source()).isEqualTo(ipv4("10.5.0.0/16"));
    }

    @Test
    void opensAllOtherRulesWhenOneIsInConflict() {
        network.rule("sgr-more", "tcp", 2182, 2182, ipv4("10.6.0.0/16"));
        Map<String, AccessRule> all = network.rules();
        List<ParkedRule> both = new AccessPlan(AccessPlanTest.ensemble(), network).of(network.instances());
        access.change(new ClientAccess.Request(Action.CLOSE, "restore-1", both, servers()));
        network.rule("sgr-clients", "tcp", 22, 22, ipv4("10.5.0.0/16"));

        Answer opened = open();

        assertThat(opened.conflicts()).hasSize(1);
        assertThat(network.at("sgr-more")).isEqualTo(all.get("sgr-more"));
    }

    @Test
    void refusesToCloseOverARuleThatSomebodyChangedSinceThePlan() {
        network.rule("sgr-clients", "tcp", 2181, 2181, ipv4("10.5.0.0/16"));

        assertThatThrownBy(this::close)
                .isInstanceOf(ClientAccessException.class)
                .hasMessageContaining("someone changed the rules meanwhile");
        assertThat(network.modifications()).isZero();
    }

    @Test
    void refusesToGoOnWhenARuleWasAddedSinceThePlan() {
        network.rule("sgr-late", "tcp", 2181, 2181, ipv4("10.7.0.0/16"));

        assertThatThrownBy(this::close)
                .isInstanceOf(ClientAccessException.class)
                .hasMessageContaining("sgr-late")
                .hasMessageContaining("was not there when the restore was planned");
        open();
        assertThat(network.at("sgr-clients")).isEqualTo(before.get("sgr-clients"));
    }

    private Answer close() {
        return access.change(new ClientAccess.Request(Action.CLOSE, "restore-1", plan, servers()));
    }

    private Answer open() {
        return access.change(new ClientAccess.Request(Action.OPEN, "restore-1", List.of(), List.of()));
    }

    private static List<PlannedServer> servers() {
        return List.of(
                new PlannedServer(1, "i-1", "10.0.1.1", 8080, 2181, false, true, 3),
                new PlannedServer(2, "i-2", "10.0.1.2", 8080, 2181, false, true, 3));
    }
}
