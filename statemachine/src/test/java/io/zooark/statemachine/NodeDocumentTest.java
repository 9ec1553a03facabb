package io.zooark.statemachine;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class NodeDocumentTest {
    private static final String EVERYWHERE = "RestoreId, ZooCfg, Unit, ExecutionTimeout";

    @Test
    void thereIsOneForEachAction() {
        assertThat(NodeDocument.all())
                .extracting(NodeDocument::action)
                .containsExactly(
                        "inspect",
                        "fetch",
                        "cut",
                        "stop",
                        "set-aside",
                        "place",
                        "start",
                        "keep-restored",
                        "put-back",
                        "uncut",
                        "wipe-for-rejoin",
                        "doctor",
                        "list-aside",
                        "prune");
    }

    @Test
    void noFunctionSendsWhatIsForPeople() {
        assertThat(NodeDocument.all())
                .filteredOn(document -> !document.isForRestores())
                .extracting(NodeDocument::action)
                .containsExactlyInAnyOrder("wipe-for-rejoin", "doctor", "list-aside", "prune");
    }

    @Test
    void eachTakesTheParametersOfTheContract() {
        assertThat(NodeDocument.all())
                .allSatisfy(document -> assertThat(document.parameters()).contains(EVERYWHERE.split(", ")));
        assertThat(NodeDocument.all())
                .allSatisfy(document -> assertThat(document.parameters().contains("Order"))
                        .isEqualTo(!List.of("inspect", "doctor", "list-aside", "prune")
                                .contains(document.action())));
        assertThat(StandInHost.document("cut").parameters()).contains("ClientPorts", "Exempt", "Looks");
        assertThat(StandInHost.document("uncut").parameters()).contains("ClientPorts");
        assertThat(StandInHost.document("set-aside").parameters()).contains("Epoch", "ServerId");
        assertThat(StandInHost.document("put-back").parameters()).contains("Epoch", "Chain");
        assertThat(StandInHost.document("fetch").parameters()).contains("Url", "Bytes", "Cksum");
        assertThat(StandInHost.document("place").parameters()).contains("Epoch", "Url", "Zxid", "Bytes", "Cksum");
        assertThat(StandInHost.document("wipe-for-rejoin").parameters()).contains("Epoch", "ServerId");
        assertThat(StandInHost.document("prune").parameters()).contains("Confirm");
        assertThat(StandInHost.document("keep-restored").parameters()).contains("Zxid");
    }

    @ParameterizedTest
    @MethodSource("io.zooark.statemachine.NodeDocument#all")
    void isADocumentOfSchemaTwoPointTwoWithOneStep(NodeDocument document) {
        JsonNode json = document.json();
        JsonNode step = json.at("/mainSteps/0");

        assertThat(json.get("schemaVersion").asText()).isEqualTo("2.2");
        assertThat(json.get("mainSteps")).hasSize(1);
        assertThat(step.get("action").asText()).isEqualTo("aws:runShellScript");
        assertThat(step.get("name").asText()).matches("[a-z_]+");
        assertThat(step.at("/inputs/timeoutSeconds").asText()).isEqualTo("{{ ExecutionTimeout }}");
        assertThat(linesOf(step)).isEqualTo(document.script().lines().toList());
    }

    @ParameterizedTest
    @MethodSource("io.zooark.statemachine.NodeDocument#all")
    void fitsIntoADocument(NodeDocument document) {
        // Systems Manager takes 64 KB; other characters than ASCII depend on the agent's locale
        assertThat(document.json().toString()).hasSizeLessThan(64 * 1024);
        assertThat(US_ASCII.newEncoder().canEncode(document.script())).isTrue();
    }

    @ParameterizedTest
    @MethodSource("io.zooark.statemachine.NodeDocument#all")
    void handsEveryParameterOfTheScriptOverAsEnvironment(NodeDocument document) {
        document.json().get("parameters").properties().forEach(parameter -> {
            boolean ofTheScript = !parameter.getKey().equals("ExecutionTimeout");

            assertThat(parameter.getValue().get("type").asText()).isEqualTo("String");
            assertThat(parameter.getValue().get("allowedPattern").asText())
                    .satisfies(Pattern::compile)
                    .startsWith("^")
                    .endsWith("$");
            assertThat(parameter.getValue().has("interpolationType")).isEqualTo(ofTheScript);
            assertThat(document.script().contains("$SSM_" + parameter.getKey())).isEqualTo(ofTheScript);
        });
    }

    @ParameterizedTest
    @MethodSource("io.zooark.statemachine.NodeDocument#all")
    void hasBracesOnlyWhereAnOldAgentIsToReplaceThem(NodeDocument document) {
        List<String> withBraces =
                document.script().lines().filter(line -> line.contains("{{")).toList();

        assertThat(withBraces)
                .hasSize(document.parameters().size() - 1)
                .allMatch(line ->
                        line.matches("if \\[ -z \"\\$\\{SSM_(\\w+)\\+x}\" ]; then export SSM_\\1=\"\\{\\{\\1}}\"; fi"));
    }

    @ParameterizedTest
    @MethodSource("io.zooark.statemachine.NodeDocument#all")
    void doesNothingBeforeItsLastLine(NodeDocument document) {
        // so a text that was cut short does nothing at all
        assertThat(document.script()).endsWith("\nrun\n");
        assertThat(document.script().lines().filter("run"::equals)).hasSize(1);
    }

    private static List<String> linesOf(JsonNode step) {
        return StreamSupport.stream(step.at("/inputs/runCommand").spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }
}
