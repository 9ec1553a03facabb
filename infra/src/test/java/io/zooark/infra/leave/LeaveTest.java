package io.zooark.infra.leave;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.zooark.infra.NeedsNode;
import io.zooark.local.LocalCloud;
import io.zooark.local.cloud.Permission;
import io.zooark.local.cloudformation.Resource;
import io.zooark.local.iam.Call;
import io.zooark.local.iam.Caller;
import io.zooark.local.iam.Iam;
import io.zooark.local.stepfunctions.Execution;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What is synthesised, run end to end with the leave that it is given: no call is refused, and all leave is known. */
@NeedsNode
class LeaveTest {
    private static Scene scene;
    private static JsonNode backup;
    private static JsonNode drill;
    private static Execution dryRun;
    private static Execution restored;
    private static Execution undone;
    private static Execution placed;
    private static Execution stopped;
    private static Execution stoppedToo;
    private static Execution recovered;
    private static List<Permission> rules;
    private static List<String> refusals;
    private static List<String> unused;

    @BeforeAll
    static void runEverything() throws Exception {
        scene = Scene.begin();
        rules = scene.rules();
        scene.write("/kept");
        Instant due = Instant.now().truncatedTo(ChronoUnit.HOURS);
        backup = Scene.read(scene.triggers().invoke("backups", due)).path("manifest");
        drill = Scene.read(scene.triggers().invoke("restore drills", due));
        dryRun = succeeded(scene.restore(Map.of("confirm", "orders", "dryRun", true)));
        scene.write("/written-after-the-backup");
        restored = succeeded(scene.restore(input(Map.of())));
        assertThat(scene.holds("/written-after-the-backup")).isFalse();
        undone = succeeded(scene.recover(Map.of("confirm", "orders", "undo", restored.name())));
        assertThat(scene.holds("/written-after-the-backup")).isTrue();
        placed = succeeded(scene.restore(input(Map.of("method", "placement"))));
        assertThat(scene.holds("/written-after-the-backup")).isFalse();
        scene.write("/written-after-the-restore");
        scene.stopBefore("Persist on every server");
        stopped = scene.restore(input(Map.of()));
        scene.stopBefore("Put the old data back");
        stoppedToo = Scene.ended(scene.triggers().end(stopped));
        recovered = succeeded(Scene.ended(scene.triggers().start("recoveries")));
        assertThat(scene.holds("/written-after-the-restore")).isTrue();
        refusals = scene.deployed().iam().refusals();
        unused = scene.deployed().iam().unused();
        Path list = Files.write(Path.of("target", "unused-leave.txt"), unused);
        System.out.println("infra: " + unused.size() + " actions or resources were not needed, see " + list);
    }

    @AfterAll
    static void close() throws IOException {
        if (scene != null) {
            scene.close();
        }
    }

    @AfterEach
    void giveBackTheLeave() {
        scene.permit(scene.deployed());
    }

    @Test
    void noCallIsRefused() {
        assertThat(refusals).isEmpty();
    }

    @Test
    void aScheduledBackupIsProvenByAScheduledDrill() {
        assertThat(backup.at("/examination/verdict").asText()).isEqualTo("CONSISTENT");
        assertThat(drill.path("id").asText()).isEqualTo(backup.path("id").asText());
    }

    @Test
    void plansRestoresAndUndoesAsThePersonsInputSays() {
        assertThat(dryRun.output().orElseThrow()).contains("dryRun");
        assertThat(undone.output().orElseThrow()).contains("was undone");
        assertThat(placed.history())
                .flatExtracting(event -> event.enteredState().stream().toList())
                .contains("Place the snapshot");
    }

    @Test
    void aRestoreThatIsStoppedIsRolledBackByTheRuleOrElseByTheSchedule() {
        assertThat(stopped.status()).isEqualTo(Execution.Status.ABORTED);
        assertThat(stoppedToo.machine().name()).isEqualTo(LocalCloud.RECOVER_MACHINE);
        assertThat(stoppedToo.status()).isEqualTo(Execution.Status.ABORTED);
        assertThat(recovered.output().orElseThrow()).contains("was rolled back");
        assertThat(scene.rules()).containsExactlyInAnyOrderElementsOf(rules);
    }

    /** A leave that is new here is either superfluous or untried: take it away, try it above, or write its reason down. */
    @Test
    void everyLeaveThatWasNotNeededHasItsReason() throws IOException {
        List<String> reasoned = new ArrayList<>();
        String reason = "";
        for (String line : Files.readAllLines(Path.of("src/test/resources/unused-leave.txt"))) {
            if (line.startsWith("# ")) {
                reason = line.substring(2);
            } else if (!line.isBlank()) {
                assertThat(reason).as("the reason above '%s'", line).isNotBlank();
                reasoned.add(line);
            } else {
                reason = "";
            }
        }

        assertThat(unused)
                .as("what no call has needed, as target/unused-leave.txt has it too")
                .containsExactlyInAnyOrderElementsOf(reasoned);
    }

    @Test
    void aPlanThatMayNotSendItsDocumentSaysSo() throws Exception {
        scene.permit(scene.deployed().without("FunctionsPlanRestoreRole", "SendDocuments", "ssm:SendCommand"));

        Execution refused = scene.restore(Map.of("confirm", "orders", "dryRun", true));

        assertThat(refused.status()).isEqualTo(Execution.Status.FAILED);
        assertThat(refused.cause().orElseThrow())
                .contains("not authorized to perform: ssm:SendCommand on resource: ")
                .contains(":document/Zooark-orders-Documentsinspect");
    }

    @Test
    void aRestoreThatMayNotWriteItsRecordSaysSoBeforeItChangesAnything() throws Exception {
        scene.permit(scene.deployed().without("FunctionsRestoreRecordRole", "KeepRecords", "s3:PutObject"));

        Execution refused = scene.restore(input(Map.of()));
        scene.permit(scene.deployed());
        Execution recovery = Scene.ended(scene.triggers().end(refused));

        assertThat(refused.status()).isEqualTo(Execution.Status.FAILED);
        assertThat(refused.cause().orElseThrow())
                .contains("not authorized to perform: s3:PutObject on resource: arn:aws:s3:::")
                .contains("/restores/orders/");
        succeeded(recovery);
        assertThat(scene.rules()).containsExactlyInAnyOrderElementsOf(rules);
    }

    @Test
    void aRestoreThatMayNotChangeRulesSaysSoAndIsRecovered() throws Exception {
        scene.permit(scene.deployed()
                .without("FunctionsClientAccessRole", "ChangeRulesOfServerGroups", "ec2:ModifySecurityGroupRules"));

        Execution refused = scene.restore(input(Map.of()));
        scene.permit(scene.deployed());
        Execution recovery = Scene.ended(scene.triggers().end(refused));

        assertThat(refused.status()).isEqualTo(Execution.Status.FAILED);
        assertThat(refused.cause().orElseThrow())
                .contains("not authorized to perform: ec2:ModifySecurityGroupRules on resource: ")
                .contains(":security-group/" + LocalCloud.SERVERS_GROUP);
        succeeded(recovery);
        assertThat(scene.rules()).containsExactlyInAnyOrderElementsOf(rules);
    }

    @Test
    void aMachineThatMayNotInvokeItsFunctionsSaysSo() throws Exception {
        scene.permit(scene.deployed().without("RestoreRole", "InvokeFunctions", "lambda:InvokeFunction"));

        Execution refused = scene.restore(Map.of("confirm", "orders", "dryRun", true));

        assertThat(refused.status()).isEqualTo(Execution.Status.FAILED);
        assertThat(refused.cause().orElseThrow()).contains("not authorized to perform: lambda:InvokeFunction");
    }

    /** What Lambda does itself with the role, before there is any code. */
    @Test
    void lambdaMayAttachItsFunctionsToTheVpcAndTheirCodeMayNot() {
        Call create = Call.of("ec2:CreateNetworkInterface", "*");
        for (Resource function : scene.deployed().stacks().all(Installation.FUNCTION)) {
            boolean inVpc = function.properties().has("VpcConfig");
            Iam iam = scene.deployed().iam();
            Caller code = scene.deployed().code(function);
            Caller lambda = new Caller(code.roleArn(), code.session(), Map.of());

            assertThat(iam.refusal(lambda, create).isEmpty()).as(function.id()).isEqualTo(inVpc);
            assertThat(iam.refusal(code, create)).as(function.id()).isPresent();
        }
    }

    private static Map<String, Object> input(Map<String, ?> more) {
        Map<String, Object> input = new TreeMap<>(more);
        input.put("confirm", "orders");
        input.put("snapshot", backup.path("id").asText());
        return input;
    }

    private static Execution succeeded(Execution execution) {
        assertThat(execution.status())
                .as(
                        "%s: %s; refused were %s",
                        execution.error().orElse(""),
                        execution.cause().orElse(""),
                        scene.deployed().iam().refusals())
                .isEqualTo(Execution.Status.SUCCEEDED);
        return execution;
    }
}
