package io.zooark.statemachine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CutTest {
    private static final String LISTENER = "LISTEN 0 50 *:2181 *:*\n";

    private final StandInHost host;

    CutTest(@TempDir Path folder) throws IOException {
        host = new StandInHost(folder);
        host.write("state/pid", ProcessHandle.current().pid() + "\n")
                .write("state/listeners", LISTENER)
                .write("state/connections", "ESTAB 0 0 10.0.0.5:2181 10.0.0.9:40022\n");
    }

    @Test
    void endsTheConnectionsAfterTheRulesAreInPlace() throws Exception {
        assertThat(host.run("cut").json())
                .hasToString(
                        "{\"action\":\"cut\",\"firewall\":\"nft\",\"remaining\":0,\"peers\":[],\"mended\":false,\"apart\":6,\"anew\":true}");
        assertThat(host.read("state/calls")).containsSubsequence("nft -f", "ss -HtnK", "ss -Htn ", "ss -Htn ");
        assertThat(host.read("state/clock"))
                .as("seconds between the two proofs")
                .isEqualTo("1006\n");
    }

    @Test
    void writesTheRulesInTheOrderThatCuts() throws Exception {
        host.with("ClientPorts", "2181,02281")
                .with("Exempt", "10.0.9.0/28,,2600:1f18:1:9::/64")
                .run("cut");

        assertThat(host.read("state/table")).isEqualTo("""
                table inet zooark
                delete table inet zooark
                table inet zooark {
                  chain input { type filter hook input priority -5; policy accept; tcp dport { 2181, 2281 } jump cut_in; }
                  chain output { type filter hook output priority -5; policy accept; tcp sport { 2181, 2281 } jump cut_out; }
                  chain cut_in {
                    tcp flags & rst == rst return
                    iifname "lo" counter reject with tcp reset
                    ip saddr 10.0.9.0/28 return
                    ip6 saddr 2600:1f18:1:9::/64 return
                    counter reject with tcp reset
                  }
                  chain cut_out {
                    tcp flags & rst == rst return
                    oifname "lo" counter reject with tcp reset
                    ip daddr 10.0.9.0/28 return
                    ip6 daddr 2600:1f18:1:9::/64 return
                    counter reject with tcp reset
                  }
                }
                """);
    }

    @Test
    void countsEverybodyWhereNobodyIsExempt() throws Exception {
        host.run("cut");

        assertThat(host.read("state/table")).doesNotContain("addr");
        assertThat(host.read("state/calls"))
                .contains("ss -Htn state established state syn-recv state close-wait ( sport = :2181 )\n");
    }

    @Test
    void countsTheHostsOwnAddressesEvenWhereTheyAreExempt() throws Exception {
        host.with("Exempt", "10.0.0.0/24,fd00::/64").run("cut");

        assertThat(host.read("state/calls"))
                .contains("( sport = :2181 ) and ( not ( dst 10.0.0.0/24 or dst [fd00::/64] ) or ( dst 127.0.0.0/8"
                        + " or dst [::1] or dst 127.0.0.1 or dst 10.0.0.5 or dst [fd00::5] ) )");
    }

    @Test
    void namesWhoRemains() throws Exception {
        host.write("state/unkillable", "")
                .write("state/connections", "ESTAB 0 0 10.0.0.5:2181 10.0.0.9:4002 \n".repeat(7));

        Answer answer = host.run("cut");

        assertThat(answer.exitStatus()).isZero();
        assertThat(answer.json().get("remaining").asInt()).isEqualTo(7);
        assertThat(answer.json().get("peers")).hasSize(5);
        assertThat(answer.json().at("/peers/0").asText()).isEqualTo("10.0.0.9:4002");
    }

    @Test
    void endsAClientThatGotInBehindTheFirstLook() throws Exception {
        host.write("state/meanwhile", "echo 'ESTAB 0 0 10.0.0.5:2181 10.0.0.9:40023' >$STAND_INS/connections\n");

        assertThat(host.run("cut").json().get("remaining").asInt()).isZero();
        assertThat(host.read("state/calls")).containsSubsequence("ss -HtnK", "ss -Htn ", "ss -Htn ", "ss -HtnK");
    }

    @Test
    void countsAClientThatGetsInAgainAndAgain() throws Exception {
        host.write("state/intruder", "ESTAB 0 0 10.0.0.5:2181 10.0.0.9:40023\n");

        assertThat(host.run("cut").json().get("remaining").asInt()).isEqualTo(1);
    }

    @Test
    void looksOnceWhereTheSecondLookComesLater() throws Exception {
        Answer first = host.with("Looks", "1").run("cut");

        assertThat(first.json().get("remaining").asInt()).isZero();
        assertThat(first.json().get("apart").asInt()).isZero();
        assertThat(host.read("state/clock")).as("no waiting").isEqualTo("1000\n");
    }

    @Test
    void waitsForWhatIsLeftOfTheFiveSeconds() throws Exception {
        host.write("root/proc/uptime", "4711.90 1.0\n").with("Looks", "1").run("cut");
        host.write("root/proc/uptime", "4716.91 1.0\n");

        Answer second = host.with("Looks", "2").run("cut");

        assertThat(second.json().get("apart").asInt()).isEqualTo(5);
        assertThat(second.json().get("anew").asBoolean()).isFalse();
        assertThat(host.read("state/clock")).as("no waiting").isEqualTo("1000\n");
        assertThat(host.read("state/calls")).as("nobody is ended unseen").containsOnlyOnce("ss -HtnK");
    }

    @Test
    void waitsWholeSecondsWhereItHasNoBetterClock() throws Exception {
        host.with("Looks", "1").run("cut");
        host.write("state/clock", "1004\n");

        Answer second = host.with("Looks", "2").run("cut");

        assertThat(second.json().get("apart").asInt()).isEqualTo(6);
        assertThat(host.read("state/clock")).isEqualTo("1006\n");
    }

    @Test
    void beginsAnewWhereSomebodyGotInBehindTheFirstLook() throws Exception {
        host.with("Looks", "1").run("cut");
        host.write("state/clock", "1100\n").write("state/connections", "ESTAB 0 0 10.0.0.5:2181 10.0.0.9:40023\n");

        Answer second = host.with("Looks", "2").run("cut");

        assertThat(second.json().get("remaining").asInt()).isZero();
        assertThat(host.read("state/clock")).as("looked twice again").isEqualTo("1106\n");
        assertThat(second.json().get("anew").asBoolean()).isTrue();
        assertThat(host.run("cut").json().get("anew").asBoolean())
                .as("however often it is asked")
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"start", "uncut"})
    void beginsAnewAfter(String document) throws Exception {
        host.with("Looks", "1").run("cut");
        assertThat(host.run(document).exitStatus()).isZero();
        host.write("state/clock", "1100\n").write("state/listeners", LISTENER);

        host.with("Looks", "2").run("cut");

        assertThat(host.read("state/clock")).isEqualTo("1106\n");
    }

    @Test
    void beginsAnewWhereTheRulesWereGone() throws Exception {
        host.with("Looks", "1").run("cut");
        Files.delete(host.path("state/table"));
        host.write("state/clock", "1100\n");

        Answer second = host.with("Looks", "2").run("cut");

        assertThat(second.json().get("mended").asBoolean()).isTrue();
        assertThat(host.read("state/clock")).isEqualTo("1106\n");
    }

    @Test
    void beginsAnewWhereTheClockWasSetBack() throws Exception {
        host.with("Looks", "1").run("cut");
        host.write("state/clock", "500\n");

        assertThat(host.with("Looks", "2").run("cut").json().get("apart").asInt())
                .isEqualTo(6);
        assertThat(host.read("state/clock")).isEqualTo("506\n");
    }

    @Test
    void aFirstLookNamesWhoRemainsAndIsNotRemembered() throws Exception {
        host.write("state/unkillable", "").with("Looks", "1");

        assertThat(host.run("cut").json().get("remaining").asInt()).isEqualTo(1);
        assertThat(host.has("root/run/zooark/r-1.first-look")).isFalse();
    }

    @Test
    void mendsRulesThatWereFlushedSinceAnEarlierCut() throws Exception {
        host.run("cut");
        Files.delete(host.path("state/table"));

        assertThat(host.run("cut").json().get("mended").asBoolean()).isTrue();
        assertThat(host.has("state/table")).isTrue();
        assertThat(host.run("cut").json().get("mended").asBoolean()).isFalse();
    }

    @Test
    void mendsRulesThatSomebodyFlushesWhileItLooks() throws Exception {
        host.write("state/meanwhile", "rm $STAND_INS/table\n");

        assertThat(host.run("cut").json().get("mended").asBoolean()).isTrue();
        assertThat(host.has("state/table")).isTrue();
    }

    @Test
    void doesNotCallRulesMissingThatWereLifted() throws Exception {
        host.run("cut");
        host.run("uncut");

        assertThat(host.run("cut").json().get("mended").asBoolean()).isFalse();
    }

    @Test
    void takesAnErrorOfSsForNoProof() throws Exception {
        host.write("state/ss-error", "RTNETLINK answers: Operation not permitted\n");

        Answer answer = host.run("cut");

        assertThat(answer.exitStatus()).isEqualTo(1);
        assertThat(answer.json().get("error").asText()).startsWith("not proven: ss failed: RTNETLINK");
    }

    @Test
    void takesAWarningAmongTheSocketsForNoProof() throws Exception {
        host.write("state/listeners", "Cannot open netlink socket\n");

        assertThat(host.run("cut").json().get("error").asText())
                .isEqualTo("not proven: ss said: Cannot open netlink socket");
    }

    @Test
    void refusesAServerWhoseSocketsAreElsewhere() throws Exception {
        host.write("state/listeners", "").write("state/connections", "");

        Answer answer = host.run("cut");

        assertThat(answer.exitStatus()).isEqualTo(1);
        assertThat(answer.json().get("error").asText()).contains("nothing listens on the ports 2181 here");
        assertThat(host.has("state/table")).as("the rules stay").isTrue();
    }

    @Test
    void waitsForAServerThatWasCutBeforeAndListensOnlyWhenItHasLoadedItsTree() throws Exception {
        host.run("cut");
        host.write("state/clock", "2000\n").write("state/listens-from", "2040\n");

        assertThat(host.run("cut").json().get("remaining").asInt()).isZero();
        assertThat(host.read("state/clock"))
                .as("the first look was long ago: one more is enough")
                .isEqualTo("2040\n");
    }

    @Test
    void cutsAServerThatIsDown() throws Exception {
        host.write("state/listeners", "").write("state/connections", "").write("state/pid", "0\n");

        assertThat(host.run("cut").json().get("remaining").asInt()).isZero();
    }

    @Test
    void uncutRemovesTheTable() throws Exception {
        host.run("cut");

        assertThat(host.run("uncut").json()).hasToString("{\"action\":\"uncut\"}");
        assertThat(host.has("state/table")).isFalse();
        assertThat(host.run("uncut").exitStatus()).isZero();
    }

    @Test
    void uncutDoesNotCallAStuckTableGone() throws Exception {
        host.run("cut");
        host.write("state/stuck", "");

        assertThat(host.run("uncut").json().get("error").asText()).contains("still there");
    }

    @Test
    void uncutTakesAnErrorOfNftForNoProof() throws Exception {
        host.write("state/nft-error", "Operation not permitted (you must be root)\n");

        assertThat(host.run("uncut").json().get("error").asText()).startsWith("not proven: nft said: Operation not");
    }
}
