package io.zooark.infra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EnsembleFileTest {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final Path folder;

    EnsembleFileTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void readsTheDocumentedExample() {
        EnsembleConfig example = EnsembleFile.read(Path.of("ensemble.example.json"));

        assertThat(example.name()).isEqualTo("orders");
        assertThat(example.network().cidrs()).containsExactly("10.0.9.0/28", "10.0.9.16/28");
    }

    @Test
    void whatMayBeLeftOutHasTheUsualValue() throws IOException {
        ObjectNode json = example();
        json.remove("clientPorts");
        json.remove("host");
        json.remove("schedule");
        ((ObjectNode) json.path("admin")).remove("port");
        ((ObjectNode) json.path("admin")).remove("scheme");

        EnsembleConfig ensemble = EnsembleFile.read(write(json));

        assertThat(ensemble.clientPorts()).containsExactly(2181);
        assertThat(ensemble.host().unit()).isEqualTo("zookeeper");
        assertThat(ensemble.schedule().expression()).isEqualTo("cron(0 * * * ? *)");
        assertThat(ensemble.admin().scheme() + " " + ensemble.admin().port()).isEqualTo("http 8080");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "name",
                "seedHosts",
                "admin",
                "admin.credentialParameter",
                "instances",
                "instances.key",
                "instances.value",
                "network",
                "network.vpc",
                "network.subnets",
                "network.cidrs",
                "network.serverGroups"
            })
    void namesTheFieldThatIsMissing(String field) throws IOException {
        ObjectNode json = example();
        JsonPointer at = pointer(field);
        ((ObjectNode) json.at(at.head())).remove(at.last().getMatchingProperty());
        Path file = write(json);

        assertThatThrownBy(() -> EnsembleFile.read(file))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(field + " is missing")
                .hasMessageContaining("HINT: ");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "name|\"../orders\"",
                "seedHosts|[\" \"]",
                "admin.scheme|\"ftp\"",
                "admin.port|70000",
                "admin.credentialParameter|\"/zooark/*\"",
                "admin.credentialKey|\"alias/zooark\"",
                "admin.authentication|\"kerberos\"",
                "admin.trustParameter|\"/zooark/*\"",
                "admin.certificateParameter|\"\"",
                "clientPorts|[0]",
                "clientPorts|[]",
                "instances.value|\"*\"",
                "host.zooCfg|\"zoo.cfg\"",
                "host.unit|\"zookeeper; reboot\"",
                "network.vpc|\"orders\"",
                "network.subnets|[\"subnet-1\"]",
                "network.cidrs|[\"10.0.9.0\"]",
                "network.serverGroups|[\"*\"]",
                "schedule.expression|\"hourly\"",
                "schedule.timeZone|\"Mars\"",
                "schedule.flexibleMinutes|-1"
            })
    void namesTheFieldThatIsWrong(String field, String value) throws IOException {
        ObjectNode json = example();
        JsonPointer at = pointer(field);
        ((ObjectNode) json.at(at.head())).set(at.last().getMatchingProperty(), MAPPER.readTree(value));
        Path file = write(json);

        assertThatThrownBy(() -> EnsembleFile.read(file))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(field);
    }

    @Test
    void refusesCertificatesWithoutTls() throws IOException {
        ObjectNode json = example();
        ((ObjectNode) json.path("admin")).put("trustParameter", "/zooark/orders/authorities");
        Path file = write(json);

        assertThatThrownBy(() -> EnsembleFile.read(file))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("admin.scheme must be https");
    }

    @Test
    void needsNoCredentialToComeWithACertificate() throws IOException {
        ObjectNode json = example();
        ObjectNode admin = (ObjectNode) json.path("admin");
        admin.remove("credentialParameter");
        admin.put("scheme", "https").put("authentication", "x509").put("certificateParameter", "/zooark/orders/me");

        assertThat(EnsembleFile.read(write(json)).admin().parameters()).containsExactly("/zooark/orders/me");
    }

    @Test
    void namesAFieldThatItDoesNotKnow() throws IOException {
        Path file = write((ObjectNode) example().set("seedHost", MAPPER.readTree("[]")));

        assertThatThrownBy(() -> EnsembleFile.read(file))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("seedHost is not known")
                .hasMessageContaining("seedHosts");
    }

    @Test
    void saysWhatToDoWithoutAFile() {
        assertThatThrownBy(() -> EnsembleFile.read(folder.resolve("ensemble.json")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("ensemble.json is missing")
                .hasMessageContaining("HINT: copy ensemble.example.json");
    }

    private static JsonPointer pointer(String field) {
        return JsonPointer.compile("/" + field.replace('.', '/'));
    }

    private static ObjectNode example() throws IOException {
        JsonNode json = MAPPER.readTree(Path.of("ensemble.example.json").toFile());
        return (ObjectNode) json;
    }

    private Path write(JsonNode json) throws IOException {
        return Files.writeString(folder.resolve("ensemble.json"), json.toPrettyString());
    }
}
