package io.zooark.infra;

import static io.zooark.infra.FunctionSpec.CHECK_ENSEMBLE;
import static org.assertj.core.api.Assertions.assertThat;

import io.zooark.infra.Deployed.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What every role has and has not, and who is let in where. */
@NeedsNode
class PermissionsTest {
    private static final String KEY = "arn:aws:kms:eu-central-1:111122223333:key/0a1b2c3d-0000-4000-8000-0a1b2c3d4e5f";

    private final Leave orders = new Leave(Synthesis.orders());
    private final Leave audit = new Leave(Synthesis.audit());

    @Test
    void eachFunctionHasARoleOfItsOwn() {
        assertThat(Arrays.stream(FunctionSpec.values()).map(orders.deployed()::role))
                .doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @EnumSource
    void noFunctionCanTakeAnotherRole(FunctionSpec spec) {
        assertThat(orders.actions(spec)).noneMatch(action -> action.startsWith("iam:") || action.startsWith("sts:"));
    }

    @Test
    void theCredentialIsReadByThoseWhoTalkToServersAlone() {
        for (FunctionSpec spec : FunctionSpec.values()) {
            List<Statement> read = orders.allowed(spec, "ssm:GetParameter");
            if (spec.nearServers()) {
                assertThat(read)
                        .as(spec.title())
                        .flatExtracting(Statement::resources)
                        .containsExactly(
                                "arn:{AWS::Partition}:ssm:{AWS::Region}:{AWS::AccountId}:parameter/zooark/orders/admin");
            } else {
                assertThat(read).as(spec.title()).isEmpty();
            }
        }
    }

    @Test
    void theCertificatesAreReadByTheSame() {
        for (FunctionSpec spec : FunctionSpec.values()) {
            assertThat(audit.allowed(spec, "ssm:GetParameter"))
                    .as(spec.title())
                    .flatExtracting(Statement::resources)
                    .map(arn -> arn.substring(arn.indexOf(":parameter/")))
                    .containsExactlyElementsOf(
                            spec.nearServers()
                                    ? List.of(
                                            ":parameter/aws/reference/secretsmanager/audit-admin",
                                            ":parameter/zooark/audit/authorities",
                                            ":parameter/aws/reference/secretsmanager/audit-certificate")
                                    : List.of());
        }
    }

    @Test
    void aSecretBehindTheParameterIsReadWithItsKey() {
        assertThat(audit.statement(CHECK_ENSEMBLE, "ReadSecret").resources())
                .map(arn -> arn.substring(arn.indexOf(":secret:")))
                .containsExactly(":secret:audit-admin-??????", ":secret:audit-certificate-??????");
        Statement decrypt = audit.statement(CHECK_ENSEMBLE, "DecryptCredential");
        assertThat(decrypt.resources()).containsExactly(KEY);
        assertThat(Deployed.stream(decrypt.condition().at("/StringEquals/kms:ViaService"))
                        .map(Deployed::text))
                .map(service -> service.substring(0, service.indexOf('.')))
                .containsExactly("secretsmanager", "ssm");
    }

    @Test
    void noRoleAtAllCanPassOrTakeAnother() {
        for (Leave leave : List.of(orders, audit)) {
            assertThat(leave.deployed().roles())
                    .flatExtracting(leave.deployed()::statements)
                    .flatExtracting(Statement::actions)
                    .noneMatch(action -> action.startsWith("iam:") || action.startsWith("sts:"));
        }
    }

    @Test
    void everyWildcardHasItsReasonBesideThePolicy() {
        for (Leave leave : List.of(orders, audit)) {
            Map<Deployed.Statement, List<String>> reasons = leave.deployed().reasons();
            assertThat(reasons.keySet())
                    .filteredOn(Statement::allows)
                    .filteredOn(statement -> statement.resources().stream().anyMatch(PermissionsTest::wild))
                    .hasSizeGreaterThan(10)
                    .allSatisfy(statement -> assertThat(reasons.get(statement))
                            .as(statement.toString())
                            .contains(reason(statement)));
        }
    }

    /** A statement of ours is told by its name; the CDK's own, for the delivery of logs, has none. */
    private static String reason(Statement statement) {
        return statement.sid().isEmpty()
                ? EnsembleMachine.DELIVERS_LOGS
                : Arrays.stream(Wildcard.values())
                        .filter(wildcard -> wildcard.sid().equals(statement.sid()))
                        .findFirst()
                        .orElseThrow()
                        .reason();
    }

    private static boolean wild(String resource) {
        return resource.contains("*") || resource.contains("?");
    }
}
