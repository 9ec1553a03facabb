package io.zooark.infra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import io.zooark.infra.fields.Kind;
import io.zooark.infra.fields.Many;
import io.zooark.infra.fields.Mapping;
import io.zooark.infra.fields.YamlFile;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds {@code ensembles.schema.json} to the code, by its text and by what a validator of others says to the same files. */
class EnsemblesSchemaTest {
    private static final Path SCHEMA = Path.of("ensembles.schema.json");
    private static final Path EXAMPLE = Path.of("ensembles.example.yaml");
    private static final Path REFUSED = Path.of("src/test/resources/refused");

    private final JsonSchema schema =
            JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V7).getSchema(EnsemblesSchema.text());
    private final Path folder;

    EnsemblesSchemaTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void theFileIsWhatTheCodeTakes() throws IOException {
        Path generated = Files.writeString(Path.of("target", "ensembles.schema.json"), EnsemblesSchema.text());

        assertThat(SCHEMA)
                .as("take over what has changed: cp infra/" + generated + " infra/" + SCHEMA)
                .hasContent(EnsemblesSchema.text());
    }

    @Test
    void isASchemaOfDraftSeven() throws IOException {
        JsonSchema draft = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V7)
                .getSchema(URI.create("http://json-schema.org/draft-07/schema"));

        assertThat(draft.validate(EnsemblesSchema.text(), InputFormat.JSON)).isEmpty();
    }

    @Test
    void bothTakeTheExampleAndAnEnsembleThatDiffersInEveryOption() throws IOException {
        for (Path file : List.of(EXAMPLE, Path.of("src/test/resources/audit.yaml"))) {
            assertThat(judge(file)).as(file.toString()).isEmpty();
            assertThatCode(() -> EnsemblesFile.read(file)).doesNotThrowAnyException();
        }
    }

    @Test
    void theExampleShowsEveryFieldAndBothTakeItWithNothingCommentedOut() throws IOException {
        Path all = Files.writeString(folder.resolve("all.yaml"), uncommented());

        JsonNode tree = YamlFile.read(all).tree();
        assertThat(paths(EnsembleFields.VAULT))
                .allSatisfy(path -> assertThat(at(tree.path("vault"), path))
                        .as("vault." + path)
                        .isNotNull());
        JsonNode orders = tree.path("ensembles").path(0);
        assertThat(paths(EnsembleFields.ENSEMBLE))
                .filteredOn(path -> at(orders, path) == null)
                .allSatisfy(path ->
                        assertThat(at(tree.path("defaults"), path)).as(path).isNotNull());
        assertThat(judge(all)).isEmpty();
    }

    static Stream<Path> refused() throws IOException {
        try (Stream<Path> files = Files.list(REFUSED)) {
            return files.sorted().toList().stream();
        }
    }

    /** A file whose first line is {@code # synthesis alone} has only such mistakes that a schema cannot know. */
    @ParameterizedTest
    @MethodSource("refused")
    void bothRefuseWhatIsWrong(Path file) throws IOException {
        boolean alone = Files.readString(file).startsWith("# synthesis alone");

        assertThatThrownBy(() -> EnsemblesFile.read(file)).isInstanceOf(ConfigurationException.class);
        assertThat(judge(file).isEmpty()).as("the schema takes it").isEqualTo(alone);
    }

    private Set<ValidationMessage> judge(Path file) throws IOException {
        return schema.validate(YamlFile.read(file).tree());
    }

    /** Takes the number sign away before every field; what explains one never begins with a word and a colon. */
    private static String uncommented() throws IOException {
        return Files.readString(EXAMPLE)
                .replaceFirst("# yaml-language-server.*", "")
                .replaceAll("(?m)^( *)# ( *\\w+:(?: .*)?)$", "$1$2")
                // they are for TLS only, which the example does not use
                .replace("scheme: http\n", "scheme: https\n")
                .replace("endpoints: false", "endpoints: true");
    }

    private static List<String> paths(Mapping mapping) {
        return mapping.fields().stream()
                .flatMap(field -> {
                    Kind kind = field.kind() instanceof Many many ? many.each() : field.kind();
                    return kind instanceof Mapping inner
                            ? paths(inner).stream().map(path -> field.name() + "/" + path)
                            : Stream.of(field.name());
                })
                .toList();
    }

    private static @Nullable JsonNode at(JsonNode tree, String path) {
        JsonNode found = tree.at("/" + path);
        return found.isMissingNode() ? null : found;
    }
}
