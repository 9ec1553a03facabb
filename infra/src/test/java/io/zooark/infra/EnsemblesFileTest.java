package io.zooark.infra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EnsemblesFileTest {
    private static final String LEAST = """
            ensembles:
              - name: orders
                seedHosts: [10.0.1.11]
                network:
                  vpc: vpc-0a1b2c3d
                  subnets: [subnet-0a1b2c3d]
                  cidrs: [10.0.9.0/28]
                  serverGroups: [sg-0a1b2c3d]
            """;

    private final Path folder;

    EnsemblesFileTest(@TempDir Path folder) {
        this.folder = folder;
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
        EnsembleConfig read = read(LEAST).ensemble("orders");

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
        Ensembles read = read("""
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
    void needsNoCredentialToComeWithACertificate() throws IOException {
        String x509 = "    admin: {scheme: https, authentication: x509, certificateParameter: /zooark/orders/me}\n";

        assertThat(read(LEAST + x509).ensemble("orders").admin().parameters()).containsExactly("/zooark/orders/me");
    }

    @Test
    void namesFileLineAndField() throws IOException {
        Path file = write(LEAST + "    admin:\n      port: 70000\n");

        assertThatThrownBy(() -> EnsemblesFile.read(file))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage(file + " has a problem:\n" + file
                        + ":10: ensembles[0].admin.port must be 1 to 65535, got 70000\n"
                        + "HINT: every field is explained in ensembles.example.yaml");
    }

    @Test
    void namesEverythingThatIsWrongAtOnceInTheOrderOfTheFile() throws IOException {
        assertThat(problems("""
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

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "name: ../orders | name must be 1 to 40 lower case letters, digits and inner dashes, got '../orders'",
                "name: 7 | name must be 1 to 40 lower case letters, digits and inner dashes, got 7, which without quotes is not text",
                "seedHosts: 10.0.1.11 | seedHosts must be a list, got '10.0.1.11'",
                "seedHosts: [' '] | seedHosts[0] must be host or host:adminPort, got ' '",
                "admin: {scheme: ftp} | admin.scheme must be http or https, got 'ftp'",
                "admin: {port: 70000} | admin.port must be 1 to 65535, got 70000",
                "admin: {port: 99999999999} | admin.port must be 1 to 65535, got 99999999999",
                "admin: {port: 80.5} | admin.port must be 1 to 65535, got 80.5",
                "admin: {port: } | admin.port must be 1 to 65535, got nothing",
                "admin: {credentialParameter: /zooark/*} | admin.credentialParameter must be the name of an SSM parameter, got '/zooark/*'",
                "admin: {credentialKey: alias/zooark} | admin.credentialKey must be the ARN of a KMS key, got 'alias/zooark'",
                "admin: {authentication: kerberos} | admin.authentication must be digest or x509, got 'kerberos'",
                "clientPorts: [0] | clientPorts[0] must be 1 to 65535, got 0",
                "clientPorts: [] | clientPorts must have at least 1 entry, got none",
                "instances: {value: '*'} | instances.value must be the value of a tag, got '*'",
                "host: {zooCfg: zoo.cfg} | host.zooCfg must be an absolute path of letters, digits, dots, underscores and dashes, got 'zoo.cfg'",
                "host: {unit: zookeeper; reboot} | host.unit must be the name of a systemd unit, got 'zookeeper; reboot'",
                "network: [] | network must be a mapping, got a list",
                "network: {vpc: orders} | network.vpc must be the id of a VPC, like vpc-0a1b2c3d4e5f60718, got 'orders'",
                "network: {subnets: [subnet-1]} | network.subnets[0] must be the id of a subnet, like subnet-0a1b2c3d4e5f60719, got 'subnet-1'",
                "network: {cidrs: [10.0.9.0]} | network.cidrs[0] must be an address range like 10.0.9.0/28, not that of all addresses, got '10.0.9.0'",
                "network: {cidrs: [0.0.0.0/0]} | network.cidrs[0] must be an address range like 10.0.9.0/28, not that of all addresses, got '0.0.0.0/0'",
                "seedHosts: ['zk1:0'] | seedHosts[0] must be host or host:adminPort, got 'zk1:0'",
                "network: {serverGroups: ['*']} | network.serverGroups[0] must be the id of a security group, like sg-0a1b2c3d4e5f6071b, got '*'",
                "network: {endpoints: yes} | network.endpoints must be true or false, got 'yes'",
                "schedule: {timeZone: Mars} | schedule.timeZone must be a time zone like Europe/Berlin, got 'Mars'",
                "schedule: {flexibleMinutes: -1} | schedule.flexibleMinutes must be 0 to 1440, got -1",
                "backups: {oldestVersion: 3.9} | backups.oldestVersion must be a version like 3.9.4, got 3.9, which without quotes is not text",
                "drill: {memory: 512} | drill.memory must be 1024 to 10240, got 512",
                "restore: {approval: 1} | restore.approval must be true or false, got 1",
                "alarms: {topic: on-call} | alarms.topic must be the ARN of an SNS topic, got 'on-call'",
                "alarms: {email: nobody} | alarms.email must be an e-mail address, got 'nobody'",
                "seedHost: [] | seedHost is not known: did you mean seedHosts?",
                "client_ports: [2181] | client_ports is not known: did you mean clientPorts?",
                "vpc: vpc-0a1b2c3d | vpc is not known: did you mean network.vpc?",
                "alarms: {pager: 1} | alarms.pager is not known; known here are topic, email",
            })
    void namesTheFieldThatIsWrong(String field, String problem) throws IOException {
        assertThat(problems("defaults:\n"
                        + LEAST.substring(LEAST.indexOf('\n') + 1)
                                .replace("  - name", "    name")
                                .replaceAll("(?m)^    name.*\n", "")
                                .replaceAll("(?m)^    ", "  ")
                        + "ensembles:\n  - { " + (field.startsWith("name") ? "" : "name: orders, ") + field + " }\n"))
                .containsExactly("9: ensembles[0]." + problem);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "hourly | must be cron(...) or rate(...), got 'hourly'",
                "cron(0 * * * *) | is no schedule that can be watched, got 'cron(0 * * * *)': it has 5 fields, not 6",
                "rate(6 weeks) | is no schedule that can be watched, got 'rate(6 weeks)': it must be cron(...) or rate(..."
            })
    void refusesWhatSchedulerWouldNotTake(String expression, String problem) throws IOException {
        assertThat(problems(LEAST + "    schedule: {expression: '" + expression + "'}\n"))
                .singleElement()
                .asString()
                .startsWith("9: ensembles[0].schedule.expression " + problem);
    }

    @Test
    void refusesAScheduleThatNeverComes() throws IOException {
        assertThat(problems(LEAST + "    drill: {expression: cron(0 0 30 2 ? *)}\n"))
                .singleElement()
                .asString()
                .startsWith(
                        "9: ensembles[0].drill.expression is no schedule that can be watched, got 'cron(0 0 30 2 ? *)'");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "cron(0 * * * ? *)",
                "cron(0/15 8-18 ? * MON-FRI *)",
                "cron(30 3 L * ? *)",
                "cron(5,35 0 1,15 JAN,JUL ? 2027-2030)",
                "cron(0 0 15W * ? *)",
                "cron(0 0 ? * L *)",
                "cron(0 4 ? * 6#1 *)",
                "rate(1 hour)",
                "rate(90 minutes)"
            })
    void takesWhatSchedulerTakes(String expression) throws IOException {
        assertThat(read(LEAST + "    schedule: {expression: '" + expression + "'}\nvault: {retention: {daily: 400}}\n")
                        .ensemble("orders")
                        .schedule()
                        .expression())
                .isEqualTo(expression);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "trustParameter: /authorities | 10: ensembles[0].admin.scheme must be https for admin.authentication x509, admin.trustParameter and admin.certificateParameter, got 'http'",
                "authentication: x509, scheme: https | 9: ensembles[0].admin.certificateParameter is missing"
            })
    void judgesWhatFieldsMeanTogether(String admin, String problem) throws IOException {
        assertThat(problems(LEAST + "    admin: {" + admin + "}\n")).containsExactly(problem.replaceFirst("^10", "9"));
    }

    @Test
    void findsTheFieldInTheDefaultsWhereItStandsThere() throws IOException {
        assertThat(problems("defaults:\n  admin: {scheme: http}\n" + LEAST + "    admin: {trustParameter: /a}\n"))
                .singleElement()
                .asString()
                .startsWith("2: defaults.admin.scheme must be https");
    }

    @Test
    void endpointsNeedTheRouteTablesOfTheSubnets() throws IOException {
        assertThat(problems(LEAST + "      endpoints: true\n"))
                .containsExactly("4: ensembles[0].network.routeTables is missing or empty");
    }

    @Test
    void aCopyOfWhatIsEncryptedWithAKeyNeedsAKey() throws IOException {
        String key = "arn:aws:kms:eu-central-1:111122223333:key/0a1b2c3d";

        assertThat(problems("vault:\n  key: " + key + "\n  replication: {bucket: copies}\n" + LEAST))
                .singleElement()
                .asString()
                .startsWith("3: vault.replication.key is missing");
        assertThat(problems("vault:\n  replication: {}\n" + LEAST))
                .containsExactly("2: vault.replication.bucket is missing");
    }

    @Test
    void takesRangesOfBothKinds() throws IOException {
        for (String range : new String[] {"10.0.9.0/28", "255.255.255.255/32", "2001:db8::/64", "fd00::1/128"}) {
            String text = LEAST.replace("[10.0.9.0/28]", "[\"" + range + "\"]");
            assertThat(read(text).ensemble("orders").network().cidrs()).containsExactly(range);
        }
    }

    @Test
    void refusesDrillsAfterWhoseIntervalTheBackupIsNoLongerKept() throws IOException {
        assertThat(problems(LEAST + "    drill: {expression: rate(7 days)}\n"))
                .containsExactly(
                        "9: ensembles[0].drill.expression fires up to 7 days apart, but hourly backups, with the"
                                + " records of their drills, are kept for 3 days: drill more often, or raise vault.retention.hourly"
                                + " above that");
        assertThat(read("vault: {retention: {hourly: 8}}\n" + LEAST + "    drill: {expression: rate(7 days)}\n")
                        .ensembles())
                .hasSize(1);
    }

    @Test
    void refusesBackupsThatAreGoneBeforeTheNext() throws IOException {
        assertThat(problems(LEAST + "    schedule: {expression: rate(40 days)}\n"))
                .singleElement()
                .asString()
                .startsWith("9: ensembles[0].schedule.expression fires up to 40 days apart")
                .contains("are kept for 35 days", "vault.retention.daily");
    }

    @Test
    void refusesTwoEnsemblesWithTheSameServers() throws IOException {
        String second = LEAST.substring(LEAST.indexOf('\n') + 1).replace("orders", "audit");

        assertThat(problems(LEAST + second + "    instances: {value: orders}\n"))
                .containsExactly(
                        "15: ensembles[1].network.serverGroups must be groups of its own, got sg-0a1b2c3d, as"
                                + " ensembles[0].network.serverGroups on line 8",
                        "16: ensembles[1].instances.value must make a tag of its own, got zooark:ensemble=orders, as"
                                + " ensembles[0].name on line 2");
    }

    @Test
    void refusesAFieldThatStandsThereTwice() throws IOException {
        assertThat(problems(LEAST + "    clientPorts: [2181]\n    clientPorts: [2182]\n"))
                .containsExactly("10: ensembles[0].clientPorts stands here a second time; the first is on line 9");
    }

    @Test
    void refusesTabsAndWhatElseIsNoYaml() throws IOException {
        assertThat(problems("ensembles:\n\t- name: orders\n"))
                .singleElement()
                .asString()
                .startsWith("2: is not YAML: ")
                .contains("TAB");
        assertThat(problems("ensembles: [\n")).singleElement().asString().contains("is not YAML: ");
        assertThat(problems("ensembles: &a [*a]\n")).isNotEmpty();
        assertThat(problems("--- 1\n--- 2\n")).singleElement().asString().contains("is not YAML: ");
    }

    @Test
    void refusesAFileThatSaysNothing() throws IOException {
        assertThat(problems("")).containsExactly("1: is empty: ensembles is missing");
        assertThat(problems("vault: {}\n")).containsExactly("1: ensembles is missing");
        assertThat(problems("orders\n")).containsExactly("1: must be a mapping, got 'orders'");
        assertThat(problems("ensembles: []\n")).containsExactly("1: ensembles must have at least 1 entry, got none");
        assertThat(problems("ensembles: [orders]\n"))
                .containsExactly("1: ensembles[0] must be a mapping, got 'orders'");
    }

    @Test
    void saysWhatToDoWithoutAFile() {
        assertThatThrownBy(() -> EnsemblesFile.read(folder.resolve("ensembles.yaml")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("ensembles.yaml is missing")
                .hasMessageContaining("HINT: copy ensembles.example.yaml");
    }

    private Ensembles read(String text) throws IOException {
        return EnsemblesFile.read(write(text));
    }

    /** Returns what is said of a file, a line of it first. */
    private String[] problems(String text) throws IOException {
        Path file = write(text);
        ConfigurationException refused =
                catchThrowableOfType(ConfigurationException.class, () -> EnsemblesFile.read(file));
        assertThat(refused).as("accepted: " + text).isNotNull();
        return String.valueOf(refused.getMessage())
                .lines()
                .filter(line -> line.startsWith(file + ":"))
                .map(line -> line.substring(file.toString().length() + 1))
                .toArray(String[]::new);
    }

    private Path write(String text) throws IOException {
        return Files.writeString(folder.resolve("ensembles.yaml"), text);
    }
}
