package io.zooark.statemachine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StopAndStartTest {
    private final StandInHost host;
    private final Process zooKeeper;

    StopAndStartTest(@TempDir Path folder) throws IOException {
        host = new StandInHost(folder);
        host.oldData();
        zooKeeper = new ProcessBuilder("sleep", "600").start();
        host.write("state/pid", zooKeeper.pid() + "\n");
    }

    @AfterEach
    void stopTheProcess() throws InterruptedException {
        zooKeeper.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
    }

    @Test
    void stopsAndHolds() throws Exception {
        Answer answer = host.run("stop");

        assertThat(answer.json())
                .hasToString("{\"action\":\"stop\",\"process\":0,\"acceptedEpoch\":5,\"currentEpoch\":5}");
        assertThat(zooKeeper.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(host.isHeld()).isTrue();
        assertThat(host.has("root/run/zooark/lock")).isFalse();
    }

    @Test
    void holdsBeforeItStops() throws Exception {
        host.run("stop");

        assertThat(host.read("state/calls").lines())
                .containsSubsequence("systemctl daemon-reload", "systemctl stop zookeeper");
    }

    @Test
    void stoppingTwiceAnswersTheSame() throws Exception {
        Answer first = host.run("stop");

        assertThat(host.run("stop").standardOutput()).isEqualTo(first.standardOutput());
    }

    @Test
    void holdsAUnitByItsOwnSuffix() throws Exception {
        host.with("Unit", "zk@1.service").run("stop");

        assertThat(host.has("root/run/systemd/system/zk@1.service.d/90-zooark-hold.conf"))
                .isTrue();
    }

    @Test
    void doesNotCallALingeringProcessStopped() throws Exception {
        host.write("state/lingers", zooKeeper.pid() + "\n");

        assertThat(host.run("stop").exitStatus()).isZero();
        assertThat(zooKeeper.isAlive()).isFalse();
    }

    @Test
    void refusesToMoveFilesWhileSomethingListens() throws Exception {
        host.run("stop");
        host.write("state/listeners", "LISTEN 0 50 *:2181 *:*\n");

        assertThat(host.run("set-aside").json().get("error").asText())
                .contains("not stopped", "listens on one of the ports 2181 8080");
    }

    @Test
    void takesAnErrorOfSsForNoProof() throws Exception {
        host.write("state/ss-error", "Cannot open netlink socket: Operation not permitted\n");

        assertThat(host.run("stop").json().get("error").asText()).startsWith("not proven: ss failed: Cannot open");
    }

    @Test
    void startsWhatWasHeld() throws Exception {
        host.run("stop");

        Answer answer = host.run("start");

        assertThat(answer.json())
                .hasToString("{\"action\":\"start\",\"process\":%d}"
                        .formatted(ProcessHandle.current().pid()));
        assertThat(host.isHeld()).isFalse();
        assertThat(host.read("state/calls").lines())
                .containsSubsequence(
                        "systemctl daemon-reload", "systemctl reset-failed zookeeper", "systemctl start zookeeper");
    }

    @Test
    void startingWhatRunsAnswersTheSame() throws Exception {
        Answer answer = host.run("start");

        assertThat(answer.json().get("process").asLong()).isEqualTo(zooKeeper.pid());
        assertThat(host.read("state/calls")).doesNotContain("systemctl start");
    }

    @Test
    void saysWhyAUnitDoesNotStart() throws Exception {
        host.run("stop");
        host.write("state/next-pid", "0\n");
        host.write("state/refuses", "Failed to start zookeeper.service: \"Unit\" not found.\n");

        Answer answer = host.run("start");

        assertThat(answer.exitStatus()).isEqualTo(1);
        assertThat(answer.json().get("error").asText())
                .isEqualTo("unit zookeeper has no process, it is inactive: "
                        + "Failed to start zookeeper.service: \"Unit\" not found.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"set-aside.begun", "keep-restored.moving", "put-back.begun"})
    void doesNotStartBetweenTwoHalvesOfAMove(String mark) throws Exception {
        host.run("stop");
        host.write("root/var/lib/zooark/r-2/" + mark, "");

        assertThat(host.run("start").json().get("error").asText()).isEqualTo("restore r-2 is half done on this host");
        assertThat(host.isHeld()).isTrue();
    }

    @Test
    void uncutFreesAServerThatIsNotStartedAgain() throws Exception {
        host.run("stop");

        assertThat(host.run("uncut").exitStatus()).isZero();
        assertThat(host.isHeld()).isFalse();
        assertThat(host.read("state/calls").lines()).doesNotContain("systemctl start zookeeper");
    }
}
