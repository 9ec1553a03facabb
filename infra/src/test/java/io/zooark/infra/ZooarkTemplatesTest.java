package io.zooark.infra;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@NeedsNode
class ZooarkTemplatesTest {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final String AUDIT = "Zooark-audit";

    @TempDir
    private static Path folder = Path.of("unset");

    private static List<String> stacks = List.of();

    @BeforeAll
    static void write() throws IOException {
        stacks = ZooarkTemplates.write(Synthesis.different(), folder);
    }

    @Test
    void thereIsOneForEachStackInTheOrderOfDeployment() {
        assertThat(stacks).containsExactly("ZooarkEndpoints-vpc-0b1b2c3d4e5f60718", "ZooarkVault", AUDIT);
        assertThat(stacks).allSatisfy(stack -> assertThat(file(stack)).isRegularFile());
    }

    @Test
    void theyNeedNoAssetsAndNoBootstrappedAccount() throws IOException {
        for (String stack : stacks) {
            JsonNode template = template(stack);
            assertThat(template.path("Parameters").properties())
                    .as(stack)
                    .extracting(parameter -> parameter.getKey())
                    .containsExactlyElementsOf(
                            stack.equals(AUDIT) ? List.of(Deployment.CODE_BUCKET, Deployment.CODE_KEY) : List.of());
            assertThat(template.has("Rules")).as(stack).isFalse();
            assertThat(template.toString()).doesNotContain("AssetParameters", "cdk-hnb659fds", "CDKMetadata");
        }
        try (var assets = Files.list(folder.resolve("cdk.out"))) {
            assertThat(assets.map(file -> file.getFileName().toString())).noneMatch(name -> name.startsWith("asset."));
        }
    }

    @Test
    void theFunctionsComeFromTheBucketAndKeyThatAreGiven() throws IOException {
        List<JsonNode> codes = template(AUDIT).path("Resources").findValues("Code");

        assertThat(codes).hasSize(FunctionSpec.values().length).allSatisfy(code -> {
            assertThat(code.at("/S3Bucket/Ref").asText()).isEqualTo(Deployment.CODE_BUCKET);
            assertThat(code.at("/S3Key/Ref").asText()).isEqualTo(Deployment.CODE_KEY);
        });
    }

    @Test
    void everyPlaceholderOfTheMachinesIsSubstitutedAndNoTokenIsLeft() throws IOException {
        JsonNode template = template(AUDIT);

        assertThat(template.toString()).doesNotContain("${Token[", "${TOKEN[");
        List<JsonNode> machines = template.path("Resources").findParents("DefinitionString");
        assertThat(machines).hasSize(2);
        for (JsonNode machine : machines) {
            Set<String> placeholders = Pattern.compile("\\$\\{([^}]*)}")
                    .matcher(machine.path("DefinitionString").asText())
                    .results()
                    .map((MatchResult match) -> match.group(1))
                    .collect(Collectors.toCollection(TreeSet::new));
            Set<String> substituted = new TreeSet<>();
            machine.path("DefinitionSubstitutions").fieldNames().forEachRemaining(substituted::add);
            assertThat(substituted).isEqualTo(placeholders);
        }
    }

    @Test
    void whatOneImportsAnotherExports() throws IOException {
        Set<String> exported = new TreeSet<>();
        Set<String> imported = new TreeSet<>();
        for (String stack : stacks) {
            template(stack)
                    .findValues("Export")
                    .forEach(export -> exported.add(export.path("Name").asText()));
            template(stack).findValues("Fn::ImportValue").forEach(name -> imported.add(name.asText()));
        }

        assertThat(imported).isNotEmpty().isSubsetOf(exported);
    }

    private static JsonNode template(String stack) throws IOException {
        return MAPPER.readTree(file(stack).toFile());
    }

    private static Path file(String stack) {
        return folder.resolve(stack + ".template.json");
    }
}
