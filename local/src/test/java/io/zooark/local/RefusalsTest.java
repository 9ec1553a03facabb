package io.zooark.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.zooark.json.Json;
import io.zooark.local.Trial.Backup;
import io.zooark.local.cloud.NetworkInterface;
import io.zooark.local.stepfunctions.Execution;
import io.zooark.local.zookeeper.EnsembleOptions;
import io.zooark.local.zookeeper.LocalHost;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the plan refuses, before anything is touched. */
class RefusalsTest {
    private static final Map<String, String> LATEST = Map.of("confirm", LocalCloud.ENSEMBLE);

    private static Trial trial;
    private static Backup backup;
    private static ApprovedPlans functions;

    @BeforeAll
    static void begin() throws Exception {
        trial = Trial.begin(
                "refusals",
                EnsembleOptions.voters(3),
                (folder, ensemble) -> LocalCloud.around(
                        ensemble,
                        folder.resolve("s3"),
                        Trial.SUPER_PASSWORD,
                        environment -> new ApprovedPlans(environment, folder.resolve("functions.log"))),
                folder -> folder.resolve("s3"));
        functions = (ApprovedPlans) trial.cloud().functions();
        backup = trial.backup();
    }

    @AfterAll
    static void close() throws IOException {
        trial.close();
    }

    @Test
    void refusesAnotherEnsemblesName() throws Exception {
        refuses(Map.of("confirm", "wrong-name"), "this machine restores 'orders'");
    }

    @Test
    void refusesAFieldThatItDoesNotKnow() throws Exception {
        refuses(Map.of("confirm", "orders", "snapshoot", "latest"), "snapshoot");
    }

    @Test
    void refusesWhereThereIsNoBackup() throws Exception {
        Path backups = trial.vaultFile("manual");
        Path elsewhere = backups.resolveSibling("..").resolve("manual-elsewhere");
        Files.move(backups, elsewhere);
        try {
            refuses(LATEST, "has no backup that is proven consistent");
        } finally {
            Files.move(elsewhere, backups);
        }
    }

    @Test
    void refusesAnUnknownSnapshot() throws Exception {
        refuses(
                Map.of("confirm", "orders", "snapshot", "daily-20200101T000000Z"),
                "no snapshot daily-20200101T000000Z");
    }

    @Test
    void refusesATornSnapshotAndTakesAnotherForLatest() throws Exception {
        TornBackup taken = TornBackup.of(trial);
        Backup torn = taken.backup();

        refuses(Map.of("confirm", "orders", "snapshot", torn.id()), "is TORN");

        Execution latest = trial.run(Map.of("confirm", "orders", "dryRun", true));
        assertThat(plan(latest)).contains(taken.newestWhole().orElse(backup).id());
    }

    @Test
    void refusesASnapshotWhoseBytesWereChangedInTheVault() throws Exception {
        Path bytes =
                trial.vaultFile(backup.manifest().path("object").path("key").asText());
        flip(bytes);
        try {
            refuses(Map.of("confirm", "orders", "snapshot", backup.id()), "snapshot " + backup.id());
        } finally {
            flip(bytes);
        }
    }

    @Test
    void refusesASecurityGroupThatGuardsOthersToo() throws Exception {
        NetworkInterface foreign = new NetworkInterface(
                "eni-0000000000000099", null, List.of("10.0.0.99"), List.of(LocalCloud.SERVERS_GROUP));
        trial.cloud().ec2().put(foreign);
        try {
            refuses(LATEST, "also guards eni-0000000000000099");
        } finally {
            trial.cloud()
                    .ec2()
                    .put(new NetworkInterface(
                            foreign.id(), null, foreign.addresses(), List.of(LocalCloud.FUNCTIONS_GROUP)));
        }
    }

    @Test
    void refusesAClientPortThatIsNotConfigured() throws Exception {
        LocalHost host = trial.ensemble().host(2);
        Path zooCfg = host.root().resolve(host.zooCfg().substring(1));
        String text = Files.readString(zooCfg);
        Files.writeString(zooCfg, "secureClientPort=2281\n", StandardOpenOption.APPEND);
        try {
            refuses(LATEST, "2281");
        } finally {
            Files.writeString(zooCfg, text);
        }
    }

    @Test
    void refusesAStandaloneServerAndSaysHowItCanBeRestored() throws Exception {
        LocalHost host = trial.ensemble().host(2);
        Path zooCfg = host.root().resolve(host.zooCfg().substring(1));
        String text = Files.readString(zooCfg);
        Files.writeString(
                zooCfg,
                text.lines()
                        .filter(line -> !line.startsWith("server.") && !line.startsWith("standaloneEnabled"))
                        .collect(Collectors.joining("\n")));
        try {
            refuses(LATEST, "it is a standalone server");
            refuses(LATEST, "standaloneEnabled=false in zoo.cfg");
        } finally {
            Files.writeString(zooCfg, text);
        }
    }

    @Test
    void refusesWhereAHostCannotBeReached() throws Exception {
        String instance = LocalCloud.instance(3);
        trial.cloud().ssm().deliverWithin(Duration.ofSeconds(1));
        trial.cloud().ssm().online(instance, false);
        try {
            refuses(LATEST, "not every host answers: " + instance);
        } finally {
            trial.cloud().ssm().online(instance, true);
            trial.cloud().ssm().deliverWithin(Duration.ofHours(1));
        }
    }

    @Test
    void aDryRunAnswersWithThePlanAndTouchesNothing() throws Exception {
        Touched untouched = Touched.of(trial);
        Execution execution = trial.run(Map.of("confirm", "orders", "snapshot", backup.id(), "dryRun", true));

        Trial.assertSucceeded(execution);
        JsonNode output = Json.mapper().readTree(plan(execution));
        JsonNode plan = output.path("plan");
        assertThat(plan.path("snapshot").path("id").asText()).isEqualTo(backup.id());
        assertThat(plan.path("servers")).hasSize(3);
        assertThat(plan.path("access")).hasSize(7);
        assertThat(plan.path("access"))
                .filteredOn(rule -> rule.path("fate").asText().equals("parked"))
                .extracting(rule -> rule.at("/original/description").asText())
                .containsExactly("the shops");
        assertThat(plan.path("expected").path("sessionsLeftOut").asInt()).isPositive();
        JsonNode situation = output.path("situation");
        assertThat(situation.path("servers").findValuesAsText("role"))
                .containsExactlyInAnyOrder("leader", "follower", "follower");
        assertThat(situation.path("servers").findValues("heapBytes"))
                .allSatisfy(heap -> assertThat(heap.asLong()).isGreaterThan(100 << 20));
        assertThat(situation.path("loss").path("transactions").asLong(-1)).isNotNegative();
        JsonNode briefing = output.path("briefing");
        assertThat(briefing.path("snapshot").path("verdict").asText()).isEqualTo("CONSISTENT");
        assertThat(briefing.path("rules")).hasSize(1);
        assertThat(briefing.path("shutOut").path("seconds").asInt()).isPositive();
        assertThat(briefing.path("warnings").toString()).contains("plain HTTP", "ruok");
        assertThat(Touched.of(trial)).isEqualTo(untouched);
    }

    @Test
    void aPlanThatIsRejectedTouchesNothing() throws Exception {
        Execution execution = trial.start(Map.of("confirm", "orders", "approval", true));

        trial.answer(execution, "reject");
        Trial.ended(execution);

        assertThat(execution.error()).hasValue("NotApproved");
        assertThat(execution.cause().orElseThrow()).startsWith("Nothing was changed. The plan was rejected:");
        assertThat(trial.lock()).isEmpty();
    }

    @Test
    void whereTheEnsembleIsDeployedSoEveryRestoreWaitsForAPersonWhateverItsInputSays() throws Exception {
        functions.ask(true);
        try {
            Execution execution = trial.start(Map.of("confirm", "orders", "approval", false));

            trial.answer(execution, "reject");
            Trial.ended(execution);

            assertThat(execution.error()).hasValue("NotApproved");
            assertThat(trial.lock()).isEmpty();
        } finally {
            functions.ask(false);
        }
    }

    private static void refuses(Map<String, ?> input, String message) throws Exception {
        Touched before = Touched.of(trial);

        Execution execution = trial.run(input);

        assertThat(execution.status()).isEqualTo(Execution.Status.FAILED);
        assertThat(execution.error()).hasValue("RestoreRefused");
        assertThat(execution.cause().orElseThrow())
                .startsWith("Nothing was changed.")
                .contains(message)
                .contains("HINT: ");
        assertThat(Touched.of(trial)).isEqualTo(before);
    }

    private static String plan(Execution dryRun) {
        Trial.assertSucceeded(dryRun);
        return dryRun.output().orElseThrow();
    }

    private static void flip(Path file) throws IOException {
        try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
            bytes.seek(bytes.length() / 2);
            int old = bytes.read();
            bytes.seek(bytes.length() / 2);
            bytes.write(old ^ 1);
        }
    }
}
