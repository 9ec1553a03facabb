package io.zooark.infra;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.zooark.ensemble.Ensemble;
import io.zooark.handler.Wiring;
import io.zooark.json.Json;
import io.zooark.restore.NodeAction;
import io.zooark.statemachine.Definitions;
import io.zooark.statemachine.FunctionSize;
import java.io.UncheckedIOException;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@NeedsNode
class EnsembleFunctionsTest {
    private final Deployed orders = Synthesis.orders();

    @ParameterizedTest
    @EnumSource
    void theRuntimeFindsEveryHandler(FunctionSpec spec) throws ReflectiveOperationException {
        Class<?> handler = Class.forName(orders.function(spec).path("Handler").asText());

        assertThat(Modifier.isPublic(handler.getConstructor().getModifiers())).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void everyFunctionReadsTheEnsembleThatIsDeployed(FunctionSpec spec) throws JsonProcessingException {
        Ensemble ensemble = Json.mapper().readValue(variable(orders, spec, Wiring.ENSEMBLE), Ensemble.class);

        EnsembleConfig example = Synthesis.example();
        assertThat(ensemble.name()).isEqualTo(example.name());
        assertThat(ensemble.seedHosts()).isEqualTo(example.seedHosts());
        assertThat(ensemble.admin())
                .isEqualTo(new Ensemble.Admin(
                        example.admin().scheme(),
                        example.admin().port(),
                        Ensemble.Authentication.DIGEST,
                        example.admin().credentialParameter(),
                        null,
                        null));
        assertThat(ensemble.clientPorts()).containsExactlyElementsOf(example.clientPorts());
        assertThat(ensemble.backups())
                .isEqualTo(new Ensemble.Backups(
                        example.schedule().timeZone(),
                        example.backups().attempts(),
                        example.backups().oldestVersion()));
        assertThat(ensemble.instances())
                .isEqualTo(new Ensemble.Tag(
                        example.instances().key(), example.instances().value()));
        assertThat(ensemble.host())
                .isEqualTo(new Ensemble.HostPaths(
                        example.host().zooCfg(), example.host().unit()));
        assertThat(ensemble.functions().networks()).isEqualTo(example.network().cidrs());
        assertThat(ensemble.functions().securityGroup()).startsWith("{NetworkSecurityGroup");
    }

    @Test
    void anEnsembleWithoutOptionsIsDeployedWithTheUsualOnes() throws JsonProcessingException {
        Ensemble ensemble = Json.mapper()
                .readValue(variable(Synthesis.audit(), FunctionSpec.TAKE_SNAPSHOT, Wiring.ENSEMBLE), Ensemble.class);

        assertThat(ensemble.clientPorts()).containsExactly(2181);
        assertThat(ensemble.host()).isEqualTo(new Ensemble.HostPaths(null, null));
    }

    @Test
    void theRotationGoesByTheDaysOfTheSchedule() throws JsonProcessingException {
        Ensemble ensemble = Json.mapper()
                .readValue(variable(Synthesis.audit(), FunctionSpec.TAKE_SNAPSHOT, Wiring.ENSEMBLE), Ensemble.class);

        assertThat(ensemble.backups().timeZone()).isEqualTo("Europe/Berlin");
        assertThat(ensemble.backups().attempts()).isEqualTo(7);
    }

    /** With less a start takes longer and costs the same. {@code LambdaRuntimeTest} holds the memory to what is needed. */
    @ParameterizedTest
    @EnumSource
    void everyFunctionIsGivenWhatWasMeasuredForItAndAProcessorAtLeast(FunctionSpec spec) {
        FunctionSize size = FunctionSize.of(spec.title());

        assertThat(orders.function(spec).path("MemorySize").asInt()).isEqualTo(size.memory());
        assertThat(variable(orders, spec, "JAVA_TOOL_OPTIONS")).isEqualTo(size.javaOptions());
        assertThat(size.processors()).isGreaterThanOrEqualTo(1);
    }

    @Test
    void theDrillHasTheMemoryAndTheDiskThatItsTreeNeeds() {
        JsonNode usual = orders.function(FunctionSpec.VERIFY_SNAPSHOT);
        JsonNode large = Synthesis.audit().function(FunctionSpec.VERIFY_SNAPSHOT);

        assertThat(usual.path("MemorySize").asInt()).isEqualTo(3008);
        assertThat(usual.at("/EphemeralStorage/Size").asInt()).isEqualTo(2048);
        assertThat(large.path("MemorySize").asInt()).isEqualTo(10_240);
        assertThat(large.at("/EphemeralStorage/Size").asInt()).isEqualTo(8192);
    }

    @Test
    void knowsTheCertificatesByTheNamesOfTheirParameters() throws JsonProcessingException {
        Ensemble ensemble = Json.mapper()
                .readValue(variable(Synthesis.audit(), FunctionSpec.TAKE_SNAPSHOT, Wiring.ENSEMBLE), Ensemble.class);

        assertThat(ensemble.admin())
                .isEqualTo(new Ensemble.Admin(
                        "https",
                        8081,
                        Ensemble.Authentication.X509,
                        "/aws/reference/secretsmanager/audit-admin",
                        "/zooark/audit/authorities",
                        "/aws/reference/secretsmanager/audit-certificate"));
    }

    @Test
    void whoRunsDocumentsKnowsOneForEveryAction() throws JsonProcessingException {
        for (FunctionSpec spec :
                List.of(FunctionSpec.PLAN_RESTORE, FunctionSpec.PLAN_RECOVERY, FunctionSpec.NODE_COMMAND)) {
            Map<?, ?> documents = Json.mapper().readValue(variable(orders, spec, Wiring.DOCUMENTS), Map.class);

            assertThat(documents.keySet())
                    .map(Object::toString)
                    .containsExactlyInAnyOrderElementsOf(Arrays.stream(NodeAction.values())
                            .map(NodeAction::toString)
                            .toList());
            assertThat(documents.values()).doesNotHaveDuplicates();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"TAKE_SNAPSHOT", "RESTORE_SERVER", "PLAN_RESTORE", "CHECK_ENSEMBLE", "VERIFY_SNAPSHOT"})
    void whateverStreamsSnapshotsHasBothCompilers(FunctionSpec spec) {
        assertThat(variable(orders, spec, "JAVA_TOOL_OPTIONS")).contains("-XX:TieredStopAtLevel=4");
    }

    @Test
    void everyRestoreIsApprovedWhereTheConfigurationSaysSo() {
        for (FunctionSpec spec : FunctionSpec.values()) {
            assertThat(variable(orders, spec, Wiring.APPROVAL)).as(spec.title()).isEmpty();
            assertThat(variable(Synthesis.audit(), spec, Wiring.APPROVAL))
                    .as(spec.title())
                    .isEqualTo(spec == FunctionSpec.PLAN_RESTORE ? "true" : "");
        }
    }

    @ParameterizedTest
    @EnumSource
    void everyFunctionKnowsTheVault(FunctionSpec spec) {
        assertThat(variable(orders, spec, Wiring.VAULT)).isEqualTo("{import}");
    }

    @ParameterizedTest
    @EnumSource
    void runsInTheVpcOnlyToTalkToServers(FunctionSpec spec) {
        assertThat(orders.function(spec).has("VpcConfig")).isEqualTo(spec.nearServers());
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "VERIFY_SNAPSHOT")
    void aFunctionEndsBeforeTheLastOfItsStatesGivesUp(FunctionSpec spec) {
        int patience = statesOf(spec).stream()
                .mapToInt(state -> state.path("TimeoutSeconds").asInt())
                .max()
                .orElseThrow(() -> new AssertionError("no state invokes " + spec));

        assertThat(orders.function(spec).path("Timeout").asInt()).isLessThanOrEqualTo(patience);
    }

    @Test
    void reachesTheServersAndAwsAndNothingElse() {
        List<String> reached = new ArrayList<>();
        for (JsonNode rule : orders.only("AWS::EC2::SecurityGroup").path("SecurityGroupEgress")) {
            reached.add(rule.path("FromPort").asInt() + " "
                    + rule.path("CidrIp")
                            .asText(rule.path("DestinationSecurityGroupId").asText()));
        }

        assertThat(reached)
                .containsExactlyInAnyOrder("443 0.0.0.0/0", "2181 sg-0a1b2c3d4e5f6071b", "8080 sg-0a1b2c3d4e5f6071b");
    }

    private static String variable(Deployed deployed, FunctionSpec spec, String name) {
        return Deployed.text(deployed.function(spec).at("/Environment/Variables/" + name));
    }

    private static List<JsonNode> statesOf(FunctionSpec spec) {
        return Stream.of(Definitions.restoreEnsemble(), Definitions.recoverEnsemble())
                .flatMap(definition -> tasks(definition).stream())
                .filter(state -> state.at("/Parameters/FunctionName").asText().equals("${" + spec.title() + "}"))
                .toList();
    }

    private static List<JsonNode> tasks(String definition) {
        try {
            return new ObjectMapper().readTree(definition).findParents("TimeoutSeconds");
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
