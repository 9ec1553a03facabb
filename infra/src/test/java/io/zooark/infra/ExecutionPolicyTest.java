package io.zooark.infra;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What {@code execution-policy.json} lets CloudFormation do for who deploys. */
@NeedsNode
class ExecutionPolicyTest {
    /** IAM takes managed policies up to this many characters, blanks not counted. */
    private static final int LARGEST = 6144;

    /** Where the name of a service in templates is not its name in policies. */
    private static final Map<String, String> NAMES = Map.of("stepfunctions", "states");

    private final JsonNode policy;

    ExecutionPolicyTest() throws IOException {
        policy = new ObjectMapper().readTree(Path.of("execution-policy.json").toFile());
    }

    @Test
    void reachesEveryServiceThatIsDeployedToAndNoOther() {
        Set<String> deployed = Stream.of(
                        Synthesis.orders(), Synthesis.audit(), Synthesis.endpoints(), Synthesis.differentVault())
                .flatMap(deployment -> deployment.types().stream())
                .map(type -> type.split("::", -1)[1].toLowerCase(Locale.ROOT))
                .map(service -> NAMES.getOrDefault(service, service))
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(actions().map(action -> action.replaceFirst(":.*", "")).collect(Collectors.toSet()))
                .isEqualTo(deployed);
    }

    @Test
    void reachesNoBackupAndNoRoleButOurs() {
        assertThat(actions())
                .noneMatch(action -> action.startsWith("s3:Delete") || action.equals("s3:PutObject"))
                .noneMatch(action -> action.equals("s3:*") || action.equals("iam:*") || action.equals("*"))
                .noneMatch(action -> action.startsWith("s3:Bypass"));
        assertThat(statement("Roles").path("Resource").asText()).isEqualTo("arn:aws:iam::*:role/Zooark*");
        assertThat(statement("CodeOfTheFunctions").path("Resource").toString()).doesNotContain("zooark");
    }

    @Test
    void reachesTagsAlarmsDashboardsAndLogsByTheirNames() {
        assertThat(Deployed.stream(policy.path("Statement"))
                        .filter(statement -> statement.path("Resource").asText().equals("*"))
                        .flatMap(statement -> Deployed.stream(statement.path("Action")))
                        .map(JsonNode::asText))
                .isNotEmpty()
                .noneMatch(action -> action.endsWith("Tags"))
                .noneMatch(action -> action.startsWith("cloudwatch:") && !action.startsWith("cloudwatch:Describe"))
                .filteredOn(action -> action.startsWith("logs:"))
                .allMatch(action -> action.contains("Describe")
                        || action.contains("Deliver")
                        || action.contains("Policy")
                        || action.contains("Policies"));
    }

    @Test
    void fitsIntoAManagedPolicy() {
        assertThat(policy.toString()).hasSizeLessThan(LARGEST);
    }

    private Stream<String> actions() {
        return Deployed.stream(policy.path("Statement"))
                .flatMap(statement -> Deployed.stream(statement.path("Action")))
                .map(JsonNode::asText);
    }

    private JsonNode statement(String sid) {
        return Deployed.stream(policy.path("Statement"))
                .filter(statement -> statement.path("Sid").asText().equals(sid))
                .findFirst()
                .orElseThrow();
    }
}
