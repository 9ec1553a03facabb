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
    private final List<PlannedRule> plan = plan();
    private final Map<String, AccessRule> before = network.rules();

    @Test
    void closesAndOpensAgainToTheSameRules() {
        assertThat(close().rules()).isEqualTo(1);
        assertThat(network.at("sgr-clients").traffic()).isEqualTo(Traffic.tcp(65_535, 65_535));
        assertThat(network.at("sgr-clients").description()).isEqualTo("why sgr-clients");

        Answer opened = open();

        assertThat(network.rules()).isEqualTo(before);
        assertThat(opened).isEqualTo(Answer.of(1, List.of(), List.of()));
    }

    @Test
    void changesNothingMoreWhenItIsDoneAgain() {
        close();
        close();
        assertThat(network.calls()).containsExactly("modify");

        open();
        assertThat(open()).isEqualTo(Answer.of(0, List.of(), List.of()));
        assertThat(network.calls()).containsExactly("modify", "modify");
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
        List<PlannedRule> seenClosed = plan();

        access.change(new ClientAccess.Request(Action.CLOSE, "restore-1", seenClosed, servers(), 1));
        open();

        assertThat(seenClosed).noneMatch(PlannedRule::changes);
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
        assertThat(open()).as("a repetition says so too").isEqualTo(Answer.of(0, List.of("sgr-new-1"), List.of()));
    }

    @Test
    void keepsTheRestOfAWideRuleOpenAtEachMoment() {
        network.rule("sgr-wide", "tcp", 2000, 9000, ipv4("10.1.0.0/16"));
        Map<String, AccessRule> all = network.rules();

        close(plan());

        assertThat(network.calls()).containsExactly("authorize", "modify");
        assertThat(network.at("sgr-wide").traffic()).isEqualTo(Traffic.tcp(2000, 2180));
        assertThat(network.at("sgr-new-1"))
                .isEqualTo(new AccessRule(
                        "sgr-new-1",
                        MemoryNetwork.SERVERS,
                        Traffic.tcp(2183, 9000),
                        ipv4("10.1.0.0/16"),
                        "zooark: only while restore restore-1 keeps clients out",
                        Map.of("zooark:restore", "restore-1")));

        open();

        assertThat(network.calls()).containsExactly("authorize", "modify", "modify", "revoke");
        assertThat(network.rules()).isEqualTo(all);
    }

    @Test
    void replacesARuleForAllTrafficAndAddsItAgainWithItsWordsAndTags() {
        network.rule("sgr-all", Traffic.ALL, ipv4("10.1.0.0/16"), Map.of("owner", "office"));
        AccessRule original = network.at("sgr-all");

        close(plan());

        assertThat(network.calls()).containsExactly("authorize", "modify", "revoke");
        assertThat(network.rules()).doesNotContainKey("sgr-all").hasSize(before.size() + 9);

        Answer opened = open();

        assertThat(opened.created()).hasSize(1);
        assertThat(network.at(opened.created().get(0)))
                .usingRecursiveComparison()
                .ignoringFields("id")
                .isEqualTo(original);
        assertThat(network.rules()).hasSize(before.size() + 1);
    }

    @Test
    void closesAgainOverARuleThatAnOpeningHadAddedAgain() {
        network.rule("sgr-all", Traffic.ALL, ipv4("10.1.0.0/16"), Map.of());
        List<PlannedRule> all = plan();
        close(all);
        String again = open().created().get(0);

        close(all);

        assertThat(network.rules()).doesNotContainKey(again).hasSize(before.size() + 9);
    }

    @Test
    void leavesTemporaryRulesOfARuleThatSomebodyChangedAndSaysSo() {
        network.rule("sgr-wide", "tcp", 2000, 9000, ipv4("10.1.0.0/16"));
        close(plan());
        network.rule("sgr-wide", "tcp", 2000, 2100, ipv4("10.1.0.0/16"));

        assertThat(open().conflicts())
                .hasSize(2)
                .anySatisfy(conflict ->
                        assertThat(conflict).startsWith("sgr-new-1").contains("stays until that is settled"));

        network.rule("sgr-wide", "tcp", 2000, 9000, ipv4("10.1.0.0/16"));
        assertThat(open().complete()).isTrue();
        assertThat(network.rules()).doesNotContainKey("sgr-new-1");
    }

    @Test
    void leavesATemporaryRuleThatSomebodyChanged() {
        network.rule("sgr-wide", "tcp", 2000, 9000, ipv4("10.1.0.0/16"));
        close(plan());
        network.rule(
                "sgr-new-1",
                Traffic.tcp(8080, 8080),
                ipv4("10.1.0.0/16"),
                network.at("sgr-new-1").tags());

        assertThat(open().conflicts())
                .singleElement()
                .asString()
                .startsWith("sgr-new-1")
                .contains("somebody has changed it since");
    }

    @Test
    void leavesAParkedRuleWhereSomebodyHasAddedWhatItWas() {
        close();
        network.rule("sgr-terraform", "tcp", 2181, 2181, ipv4("10.0.0.0/16"));

        assertThat(open().conflicts())
                .singleElement()
                .asString()
                .startsWith("sgr-terraform")
                .contains("says what sgr-clients");
        assertThat(network.at("sgr-clients").traffic()).isEqualTo(Traffic.tcp(65_535, 65_535));
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
        List<PlannedRule> both = plan();
        access.change(new ClientAccess.Request(Action.CLOSE, "restore-1", both, servers(), 1));
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
        assertThat(network.calls()).isEmpty();
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

    private List<PlannedRule> plan() {
        return new AccessPlan(AccessPlanTest.ensemble(), network, false)
                .decide(network.instances())
                .rules();
    }

    private Answer close() {
        return close(plan);
    }

    private Answer close(List<PlannedRule> planned) {
        return access.change(new ClientAccess.Request(Action.CLOSE, "restore-1", planned, servers(), 1));
    }

    private Answer open() {
        return access.change(new ClientAccess.Request(Action.OPEN, "restore-1", List.of(), List.of(), 1));
    }

    private static List<PlannedServer> servers() {
        return List.of(
                new PlannedServer(1, "i-1", "10.0.1.1", 8080, 2181, false, true, 3),
                new PlannedServer(2, "i-2", "10.0.1.2", 8080, 2181, false, true, 3));
    }
}
