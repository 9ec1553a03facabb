package io.zooark.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.zooark.json.Json;
import io.zooark.local.Trial.Backup;
import io.zooark.local.stepfunctions.Execution;
import io.zooark.local.zookeeper.LocalHost;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Restores that go on only because a person has typed out that they shall. */
class DeliberateRestoreTest {
    private static final Pattern WIPE =
            Pattern.compile("\\(ServerId=(?<server>\\d+), Epoch=(?<epoch>\\d+)\\) and start, each with"
                    + " RestoreId=(?<restore>\\S+) and Order=(?<order>\\d+\\.\\d+)");

    private static Trial trial;
    private static Backup backup;

    @BeforeAll
    static void begin() throws Exception {
        trial = Trial.begin("deliberate");
        backup = trial.backup();
    }

    @AfterAll
    static void close() throws IOException {
        trial.close();
    }

    @Test
    void aTornSnapshotIsServedTheSameByAllOnceItIsAcceptedAndApproved() throws Exception {
        Backup torn = TornBackup.of(trial).backup();
        Execution execution =
                trial.start(Map.of("confirm", "orders", "snapshot", torn.id(), "accept", "TORN", "approval", true));

        trial.answer(execution, "approve");

        Trial.assertSucceeded(Trial.ended(execution));
        trial.write("/written-after-the-torn-one");
        trial.killAll();
        trial.assertSameEverywhere();
        assertThat(trial.tree(trial.ensemble().host(1)).at("/written-after-the-torn-one"))
                .isNotNull();
        for (LocalHost host : trial.ensemble().hosts()) {
            assertThat(monitor(host).path("digest_mismatches_count").asLong(-1)).isZero();
        }
        assertThat(trial.backup().verdict())
                .as("the servers go on computing digests")
                .isEqualTo("CONSISTENT");
    }

    @Test
    void aMajorityIsRestoredWithoutAServerThatRejoinsOnceItIsWiped() throws Exception {
        trial.changeAfterBackup();
        LocalHost lost = trial.ensemble().host(3);
        String instance = LocalCloud.instance(3);
        Map<String, Object> without = Map.of("confirm", "orders", "snapshot", backup.id(), "without", List.of("zk-3"));
        trial.cloud().ssm().deliverWithin(Duration.ofSeconds(1));
        trial.cloud().ssm().online(instance, false);
        Execution alive = trial.run(without);
        lost.server().kill();
        Execution execution = trial.run(without);
        trial.cloud().ssm().deliverWithin(Duration.ofHours(1));
        trial.cloud().ssm().online(instance, true);

        assertThat(alive.error()).hasValue("RestoreRefused");
        assertThat(alive.cause().orElseThrow())
                .startsWith("Nothing was changed.")
                .contains("one of [server 3 (" + instance, "which were to be left out")
                .contains("stop its instance");
        Trial.assertSucceeded(execution);
        trial.write("/written-without-the-third");
        String told = Json.mapper()
                .readTree(execution.output().orElseThrow())
                .at("/end/summary")
                .asText();
        assertThat(told).contains("on 2 of 3 servers").contains("documents stop, wipe-for-rejoin (");

        wipe(lost, told);

        trial.ensemble().awaitBroadcast(Trial.LIMIT);
        trial.assertHolds(backup, "/written-without-the-third");
        trial.killAll();
        trial.assertHolds(backup, "/written-without-the-third");
    }

    /** Does what the end of a restore says. */
    private static void wipe(LocalHost host, String told) throws Exception {
        Matcher said = WIPE.matcher(told);
        assertThat(said.find()).as(told).isTrue();
        Map<String, String> parameters = Map.of(
                "RestoreId", said.group("restore"),
                "ServerId", said.group("server"),
                "Epoch", said.group("epoch"),
                "Order", said.group("order"),
                "Unit", LocalHost.UNIT);
        for (String document : List.of("stop", "wipe-for-rejoin", "start")) {
            ByHandTest.run(host, document, parameters);
        }
    }

    private static JsonNode monitor(LocalHost host) throws IOException {
        URI command = URI.create("http://127.0.0.1:" + host.server().ports().admin() + "/commands/monitor");
        try (InputStream answer = command.toURL().openStream()) {
            return Json.mapper().readTree(answer);
        }
    }
}
