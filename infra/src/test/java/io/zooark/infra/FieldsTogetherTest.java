package io.zooark.infra;

import static io.zooark.infra.WrittenEnsembles.LEAST;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the fields of the file mean together. */
class FieldsTogetherTest {
    private final WrittenEnsembles file;

    FieldsTogetherTest(@TempDir Path folder) {
        file = new WrittenEnsembles(folder);
    }

    @Test
    void needsNoCredentialToComeWithACertificate() throws IOException {
        String x509 = "    admin: {scheme: https, authentication: x509, certificateParameter: /zooark/orders/me}\n";

        assertThat(file.read(LEAST + x509).ensemble("orders").admin().parameters())
                .containsExactly("/zooark/orders/me");
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
        assertThat(file.problems(LEAST + "    admin: {" + admin + "}\n"))
                .containsExactly(problem.replaceFirst("^10", "9"));
    }

    @Test
    void findsTheFieldInTheDefaultsWhereItStandsThere() throws IOException {
        assertThat(file.problems("defaults:\n  admin: {scheme: http}\n" + LEAST + "    admin: {trustParameter: /a}\n"))
                .singleElement()
                .asString()
                .startsWith("2: defaults.admin.scheme must be https");
    }

    @Test
    void endpointsNeedTheRouteTablesOfTheSubnets() throws IOException {
        assertThat(file.problems(LEAST + "      endpoints: true\n"))
                .containsExactly("4: ensembles[0].network.routeTables is missing or empty");
    }

    @Test
    void aCopyOfWhatIsEncryptedWithAKeyNeedsAKey() throws IOException {
        String key = "arn:aws:kms:eu-central-1:111122223333:key/0a1b2c3d";

        assertThat(file.problems("vault:\n  key: " + key + "\n  replication: {bucket: copies}\n" + LEAST))
                .singleElement()
                .asString()
                .startsWith("3: vault.replication.key is missing");
        assertThat(file.problems("vault:\n  replication: {}\n" + LEAST))
                .containsExactly("2: vault.replication.bucket is missing");
    }

    @Test
    void refusesDrillsAfterWhoseIntervalTheBackupIsNoLongerKept() throws IOException {
        assertThat(file.problems(LEAST + "    drill: {expression: rate(7 days)}\n"))
                .containsExactly(
                        "9: ensembles[0].drill.expression fires up to 7 days apart, but hourly backups, with the"
                                + " records of their drills, are kept for 3 days: drill more often, or raise vault.retention.hourly"
                                + " above that");
        assertThat(file.read("vault: {retention: {hourly: 8}}\n" + LEAST + "    drill: {expression: rate(7 days)}\n")
                        .ensembles())
                .hasSize(1);
    }

    @Test
    void refusesBackupsThatAreGoneBeforeTheNext() throws IOException {
        assertThat(file.problems(LEAST + "    schedule: {expression: rate(40 days)}\n"))
                .singleElement()
                .asString()
                .startsWith("9: ensembles[0].schedule.expression fires up to 40 days apart")
                .contains("are kept for 35 days", "vault.retention.daily");
    }

    @Test
    void refusesTwoEnsemblesWithTheSameServers() throws IOException {
        String second = LEAST.substring(LEAST.indexOf('\n') + 1).replace("orders", "audit");

        assertThat(file.problems(LEAST + second + "    instances: {value: orders}\n"))
                .containsExactly(
                        "15: ensembles[1].network.serverGroups must be groups of its own, got sg-0a1b2c3d, as"
                                + " ensembles[0].network.serverGroups on line 8",
                        "16: ensembles[1].instances.value must make a tag of its own, got zooark:ensemble=orders, as"
                                + " ensembles[0].name on line 2");
    }
}
