package io.zooark.local.zookeeper;

import static org.assertj.core.api.Assertions.assertThat;

import io.zooark.local.cloud.Host;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalHostTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Duration SESSION = Duration.ofSeconds(20);
    private static final String HOLD = "mkdir -p $ZOOARK_ROOT/run/systemd/system/zookeeper.service.d\n"
            + "printf '[Unit]\\nAssertPathExists=/run/zooark/released-never\\n'"
            + " >$ZOOARK_ROOT/run/systemd/system/zookeeper.service.d/90-hold.conf\n"
            + "systemctl daemon-reload\n";
    private static final String RELEASE =
            "rm -f $ZOOARK_ROOT/run/systemd/system/zookeeper.service.d/90-hold.conf\nsystemctl daemon-reload\n";
    private static final String CUT = """
            nft -f - <<END
            table inet zooark
            delete table inet zooark
            table inet zooark {
              chain input { type filter hook input priority -5; policy accept; tcp dport { $PORT, 1 } jump cut_in; }
              chain cut_in { counter reject with tcp reset }
            }
            END
            """;

    private static LocalEnsemble ensemble;
    private static LocalHost host;

    @BeforeAll
    static void create(@TempDir Path folder) throws IOException {
        ensemble = LocalEnsemble.create(folder, EnsembleOptions.voters(1));
        host = ensemble.host(1);
    }

    @BeforeEach
    void start() throws IOException {
        ensemble.start();
    }

    @AfterEach
    void undo() throws Exception {
        run(RELEASE + "nft delete table inet zooark");
    }

    @AfterAll
    static void close() throws IOException {
        ensemble.close();
    }

    @Test
    void runsAScriptWithItsParametersInItsOwnRoot() throws Exception {
        Host.Result result = host.run(
                "echo \"$SSM_Unit in $ZOOARK_ROOT\"; echo trouble >&2; exit 3", Map.of("SSM_Unit", "zookeeper"), LIMIT);

        assertThat(result).isEqualTo(new Host.Result(3, "zookeeper in " + host.root() + "\n", "trouble\n"));
    }

    @Test
    void killsAScriptAtItsTimeOutWithWhatItStarted() throws Exception {
        Host.Result result = host.run("sleep 600 & echo $!; wait", Map.of(), Duration.ofMillis(500));

        assertThat(result.exitStatus()).isEqualTo(-1);
        long child = Long.parseLong(result.standardOutput().strip());
        ProcessHandle.of(child).ifPresent(sleep -> sleep.onExit().join());
    }

    @Test
    void showsStopsAndStartsItsUnit() throws Exception {
        assertThat(show("MainPID")).isEqualTo(host.server().pid() + "\n");
        assertThat(show("ActiveState")).isEqualTo("active\n");
        assertThat(show("User")).isEqualTo("\n");

        assertThat(run("systemctl stop zookeeper").exitStatus()).isZero();

        assertThat(host.server().alive()).isFalse();
        assertThat(show("MainPID")).isEqualTo("0\n");
        assertThat(show("ActiveState")).isEqualTo("inactive\n");

        assertThat(run("systemctl reset-failed zookeeper && systemctl start zookeeper.service")
                        .exitStatus())
                .isZero();
        assertThat(host.server().alive()).isTrue();
    }

    @Test
    void callsAKilledUnitFailedAndDoesNotRestartIt() throws Exception {
        run("kill -9 $(systemctl show -p MainPID --value zookeeper)");
        ProcessHandle.of(host.server().pid())
                .ifPresent(server -> server.onExit().join());

        assertThat(show("ActiveState")).isEqualTo("failed\n");
        assertThat(host.server().pid()).isZero();
    }

    @Test
    void refusesToStartAHeldUnit() throws Exception {
        run(HOLD + "systemctl stop zookeeper");

        Host.Result refused = run("systemctl start zookeeper");

        assertThat(refused.exitStatus()).isEqualTo(1);
        assertThat(refused.standardError()).isEqualTo("Assertion failed on job for zookeeper.service.\n");
        assertThat(run(RELEASE + "systemctl start zookeeper").exitStatus()).isZero();
    }

    @Test
    void holdsAUnitUntilTheRemovalOfItsDropInIsReloaded() throws Exception {
        run(HOLD + "systemctl stop zookeeper; rm $ZOOARK_ROOT/run/systemd/system/zookeeper.service.d/90-hold.conf");

        assertThat(run("systemctl start zookeeper").exitStatus()).isEqualTo(1);
        assertThat(run("systemctl daemon-reload; systemctl start zookeeper").exitStatus())
                .isZero();
    }

    @Test
    void doesNotKnowOtherUnits() throws Exception {
        Host.Result result = run("systemctl start kafka");

        assertThat(result.exitStatus()).isEqualTo(5);
        assertThat(result.standardError()).contains("Unit kafka.service not found");
    }

    @Test
    void cutsWithNftAndKeepsTheTable() throws Exception {
        assertThat(run("nft list table inet zooark").exitStatus()).isEqualTo(1);

        assertThat(run(CUT).standardError()).isEmpty();
        assertThat(run(CUT).exitStatus()).as("cut again").isZero();

        assertThat(host.gate().isCut()).isTrue();
        assertThat(run("nft list table inet zooark").standardOutput())
                .startsWith("table inet zooark {")
                .contains("counter reject with tcp reset");
        assertThat(run("nft delete table inet zooark").exitStatus()).isZero();
        assertThat(host.gate().isCut()).isFalse();
        assertThat(run("nft delete table inet zooark").exitStatus()).isEqualTo(1);
    }

    @Test
    void isNotCutByATableForOtherPorts() throws Exception {
        assertThat(run("PORT=2\n" + CUT).exitStatus()).isZero();

        assertThat(host.gate().isCut()).isFalse();
    }

    @Test
    void takesNothingOfATextForNftThatItDoesNotUnderstand() throws Exception {
        Host.Result result = run("echo 'flush ruleset' | nft -f -");

        assertThat(result.exitStatus()).isEqualTo(1);
        assertThat(result.standardError()).contains("flush ruleset");
    }

    @Test
    void listsAndKillsConnectionsWithSs() throws Exception {
        String filter =
                " state established state close-wait '( sport = :'$PORT' or sport = :1 ) and ( dst 127.0.0.1 )'";
        try (Client client = Client.connect(ensemble.connectString(), SESSION)) {
            assertThat(client.zooKeeper().getState().isConnected()).isTrue();
            String peer = "127.0.0.1:" + host.gate().connections().get(0).getPort();
            String sockets = "ESTAB  0      0      127.0.0.1:" + port() + " " + peer + "\n";

            assertThat(run("ss -Htn" + filter).standardOutput()).isEqualTo(sockets);
            assertThat(run("ss -Htn state established '( sport = :1 )'").standardOutput())
                    .isEmpty();

            run("nft -f - <<END\n" + "table inet zooark { tcp dport " + port() + " reject; }\nEND\n");
            assertThat(run("ss -HtnK" + filter).standardOutput()).isEqualTo(sockets);
            assertThat(run("ss -Htn" + filter)).isEqualTo(new Host.Result(0, "", ""));
            run("nft delete table inet zooark");
        }
    }

    @Test
    void listsListenersWithSs() throws Exception {
        String admin = String.valueOf(host.server().ports().admin());
        String listeners = "ss -Hltn '( sport = :'$PORT' or sport = :" + admin + " )'";

        assertThat(run(listeners).standardOutput())
                .isEqualTo("LISTEN 0      0      127.0.0.1:" + port() + " 0.0.0.0:*\n"
                        + "LISTEN 0      0      127.0.0.1:" + admin + " 0.0.0.0:*\n");

        host.server().stop();
        assertThat(run(listeners)).isEqualTo(new Host.Result(0, "", ""));
    }

    @Test
    void failsForWhatItsToolsDoNotKnow() throws Exception {
        assertThat(run("ss -tulpen").exitStatus()).isEqualTo(1);
        assertThat(run("ss -Htn 'sport = :client'").exitStatus()).isEqualTo(1);
        assertThat(run("nft list ruleset").exitStatus()).isEqualTo(1);
        assertThat(run("systemctl mask zookeeper").exitStatus()).isEqualTo(1);
        assertThat(run("ip link").exitStatus()).isEqualTo(1);
    }

    @Test
    void hasTheLoopbackAddressesAlone() throws Exception {
        assertThat(run("ip -o addr show | awk '{ print $4 }'").standardOutput()).isEqualTo("127.0.0.1/8\n::1/128\n");
    }

    @Test
    void leavesToolsThatFailWhenTheHostIsClosed(@TempDir Path other) throws Exception {
        Path ss;
        try (LocalEnsemble closed = LocalEnsemble.create(other, EnsembleOptions.voters(1))) {
            ss = closed.host(1).root().resolve("bin/ss");
        }

        Host.Result result = run(ss + " -Hltn");

        assertThat(result.exitStatus()).isEqualTo(69);
        assertThat(result.standardError()).startsWith("ss: nothing plays this host any more");
    }

    private static String show(String property) throws Exception {
        return run("systemctl show -p " + property + " --value zookeeper").standardOutput();
    }

    private static Host.Result run(String script) throws Exception {
        return host.run("PORT=" + "${PORT:-" + port() + "}\n" + script, Map.of(), LIMIT);
    }

    private static String port() {
        return String.valueOf(host.server().ports().client());
    }
}
