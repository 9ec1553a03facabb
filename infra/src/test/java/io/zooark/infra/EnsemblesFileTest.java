package io.zooark.infra;

import static io.zooark.infra.WrittenEnsembles.LEAST;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EnsemblesFileTest {
    private final WrittenEnsembles file;

    EnsemblesFileTest(@TempDir Path folder) {
        file = new WrittenEnsembles(folder);
    }

    @Test
    void readsTheDocumentedExample() {
        Ensembles example = EnsemblesFile.read(Path.of("ensembles.example.yaml"));

        assertThat(example.vault()).isEqualTo(VaultConfig.usual());
        assertThat(example.ensembles()).hasSize(1);
        assertThat(example.ensemble("orders").network().cidrs()).containsExactly("10.0.9.0/28", "10.0.9.16/28");
        assertThat(example.ensemble("orders").alarms().email()).isEqualTo("on-call@example.com");
    }

    @Test
    void whatMayBeLeftOutHasTheSameValueAsInAProgram() throws IOException {
        EnsembleConfig read = file.read(LEAST).ensemble("orders");

        assertThat(read)
                .isEqualTo(EnsembleConfig.named("orders", read.seedHosts(), read.network())
                        .build());
        assertThat(read.clientPorts()).containsExactly(2181);
        assertThat(read.host().unit()).isEqualTo("zookeeper");
        assertThat(read.schedule().expression()).isEqualTo("cron(0 * * * ? *)");
        assertThat(read.admin().scheme() + " " + read.admin().port()).isEqualTo("http 8080");
        assertThat(read.admin().credentialParameter()).isEqualTo("/zooark/orders/admin");
        assertThat(read.instances()).isEqualTo(new EnsembleConfig.Tag("zooark:ensemble", "orders"));
        assertThat(read.restore().approval()).isFalse();
        assertThat(read.alarms()).isEqualTo(new EnsembleConfig.Alarms(null, null));
    }

    @Test
    void whatOneEnsembleSaysTakesThePlaceOfTheDefaultsFieldByField() throws IOException {
        Ensembles read = file.read("""
                defaults:
                  seedHosts: [10.0.1.11]
                  network:
                    vpc: vpc-0a1b2c3d
                    subnets: [subnet-0a1b2c3d]
                    cidrs: [10.0.9.0/28]
                    serverGroups: [sg-0a1b2c3d]
                  admin: {scheme: https, port: 8443}
                ensembles:
                  - name: orders
                  - name: audit
                    network: {serverGroups: [sg-0b1b2c3d, sg-0c1b2c3d]}
                    admin: {port: 9443}
                """);

        assertThat(read.ensemble("orders").admin().port()).isEqualTo(8443);
        assertThat(read.ensemble("orders").admin().credentialParameter()).isEqualTo("/zooark/orders/admin");
        EnsembleConfig audit = read.ensemble("audit");
        assertThat(audit.admin().scheme() + " " + audit.admin().port()).isEqualTo("https 9443");
        assertThat(audit.network().serverGroups()).containsExactly("sg-0b1b2c3d", "sg-0c1b2c3d");
        assertThat(audit.network().vpc()).isEqualTo("vpc-0a1b2c3d");
    }

    @Test
    void namesFileLineAndField() throws IOException {
        Path written = file.write(LEAST + "    admin:\n      port: 70000\n");

        assertThatThrownBy(() -> EnsemblesFile.read(written))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage(written + " has a problem:\n" + written
                        + ":10: ensembles[0].admin.port must be 1 to 65535, got 70000\n"
                        + "HINT: every field is explained in ensembles.example.yaml");
    }

    @Test
    void namesEverythingThatIsWrongAtOnceInTheOrderOfTheFile() throws IOException {
        assertThat(file.problems("""
                vault:
                  retention: {hourly: 0}
                defaults:
                  admin: {prot: 8080}
                ensembles:
                  - name: orders
                    seedHosts: []
                  - name: orders
                    clientPorts: [2181, "2182"]
                """))
                .containsExactly(
                        "2: vault.retention.hourly must be 1 to 3650, got 0",
                        "4: defaults.admin.prot is not known: did you mean port?",
                        "6: ensembles[0].network is missing",
                        "7: ensembles[0].seedHosts must have at least 1 entry, got none",
                        "8: ensembles[1].name must be a name of its own, got 'orders', which is ensembles[0].name on line 6",
                        "8: ensembles[1].seedHosts is missing",
                        "8: ensembles[1].network is missing",
                        "9: ensembles[1].clientPorts[1] must be 1 to 65535, got '2182'");
    }

    @Test
    void refusesAFieldThatStandsThereTwice() throws IOException {
        assertThat(file.problems(LEAST + "    clientPorts: [2181]\n    clientPorts: [2182]\n"))
                .containsExactly("10: ensembles[0].clientPorts stands here a second time; the first is on line 9");
    }

    @Test
    void refusesTabsAndWhatElseIsNoYaml() throws IOException {
        assertThat(file.problems("ensembles:\n\t- name: orders\n"))
                .singleElement()
                .asString()
                .startsWith("2: is not YAML: ")
                .contains("TAB");
        assertThat(file.problems("ensembles: [\n")).singleElement().asString().contains("is not YAML: ");
        assertThat(file.problems("ensembles: &a [*a]\n")).isNotEmpty();
        assertThat(file.problems("--- 1\n--- 2\n")).singleElement().asString().contains("is not YAML: ");
    }

    @Test
    void refusesAFileThatSaysNothing() throws IOException {
        assertThat(file.problems("")).containsExactly("1: is empty: ensembles is missing");
        assertThat(file.problems("vault: {}\n")).containsExactly("1: ensembles is missing");
        assertThat(file.problems("orders\n")).containsExactly("1: must be a mapping, got 'orders'");
        assertThat(file.problems("ensembles: []\n"))
                .containsExactly("1: ensembles must have at least 1 entry, got none");
        assertThat(file.problems("ensembles: [orders]\n"))
                .containsExactly("1: ensembles[0] must be a mapping, got 'orders'");
    }

    @Test
    void saysWhatToDoWithoutAFile() {
        assertThatThrownBy(() -> EnsemblesFile.read(file.path()))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("ensembles.yaml is missing")
                .hasMessageContaining("HINT: copy ensembles.example.yaml");
    }
}
