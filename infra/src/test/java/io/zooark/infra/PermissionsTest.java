package io.zooark.infra;

import static io.zooark.infra.FunctionSpec.CHECK_ENSEMBLE;
import static io.zooark.infra.FunctionSpec.CLIENT_ACCESS;
import static io.zooark.infra.FunctionSpec.NODE_COMMAND;
import static io.zooark.infra.FunctionSpec.PLAN_RECOVERY;
import static io.zooark.infra.FunctionSpec.PLAN_RESTORE;
import static io.zooark.infra.FunctionSpec.RESTORE_RECORD;
import static io.zooark.infra.FunctionSpec.RESTORE_SERVER;
import static io.zooark.infra.FunctionSpec.TAKE_SNAPSHOT;
import static io.zooark.infra.FunctionSpec.VERIFY_SNAPSHOT;
import static org.assertj.core.api.Assertions.assertThat;

import io.zooark.infra.Deployed.Statement;
import io.zooark.restore.NodeAction;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@NeedsNode
class PermissionsTest {
    private static final String KEY = "arn:aws:kms:eu-central-1:111122223333:key/0a1b2c3d-0000-4000-8000-0a1b2c3d4e5f";
    private static final String EC2 = "arn:{AWS::Partition}:ec2:{AWS::Region}:{AWS::AccountId}:";

    private final Deployed orders = Synthesis.orders();
    private final Deployed audit = Synthesis.audit();

    @Test
    void eachFunctionHasARoleOfItsOwn() {
        assertThat(Arrays.stream(FunctionSpec.values()).map(orders::role)).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @EnumSource
    void noFunctionCanDeleteABackup(FunctionSpec spec) {
        assertThat(actions(spec))
                .noneMatch(action -> action.startsWith("s3:Delete") || action.startsWith("s3:PutLifecycle"))
                .noneMatch(action -> action.contains("*"));
    }

    @ParameterizedTest
    @EnumSource
    void noFunctionCanTakeAnotherRole(FunctionSpec spec) {
        assertThat(actions(spec)).noneMatch(action -> action.startsWith("iam:") || action.startsWith("sts:"));
    }

    @ParameterizedTest
    @EnumSource
    void noFunctionReachesAnotherEnsemblesObjects(FunctionSpec spec) {
        assertThat(allowed(spec, "s3:GetObject", "s3:GetObjectVersion", "s3:PutObject", "s3:AbortMultipartUpload"))
                .flatExtracting(Statement::resources)
                .allMatch(key -> key.contains("/orders/") || key.endsWith("/locks/orders.json"));
    }

    /** The configuration of 'audit' says that it may be seeded with snapshots of 'orders'. */
    @Test
    void onlyARestoreReadsTheSnapshotsOfEnsemblesThatThisOneMayBeSeededWith() {
        for (FunctionSpec spec : FunctionSpec.values()) {
            List<String> others = audit.statements(spec).stream()
                    .filter(Statement::allows)
                    .flatMap(statement -> statement.resources().stream())
                    .filter(key -> key.contains("/orders/"))
                    .toList();
            // who asks the servers reads the snapshot's access list, to tell whether it would refuse the functions
            if (Set.of(PLAN_RESTORE, RESTORE_SERVER, CHECK_ENSEMBLE).contains(spec)) {
                assertThat(others).as(spec.title()).hasSize(6).noneMatch(key -> key.contains("restores"));
            } else {
                assertThat(others).as(spec.title()).isEmpty();
            }
        }
        assertThat(allowed(audit, PLAN_RESTORE, "s3:PutObject")).isEmpty();
        assertThat(allowed(audit, RESTORE_SERVER, "s3:PutObject")).isEmpty();
    }

    @Test
    void onlyWhoWritesToTheVaultMayWriteThere() {
        assertThat(keys(TAKE_SNAPSHOT, "s3:PutObject")).hasSize(6).noneMatch(key -> key.contains("locks"));
        assertThat(keys(RESTORE_RECORD, "s3:PutObject"))
                .containsExactlyInAnyOrder("{import}/locks/orders.json", "{import}/restores/orders/*");
        assertThat(keys(PLAN_RECOVERY, "s3:PutObject"))
                .containsExactlyInAnyOrder("{import}/locks/orders.json", "{import}/restores/orders/*/plan.json");
        assertThat(keys(CLIENT_ACCESS, "s3:PutObject")).containsExactly("{import}/restores/orders/*/rules.json");
        assertThat(keys(VERIFY_SNAPSHOT, "s3:PutObject"))
                .as("how a drill ended, and nothing of the backup itself")
                .hasSize(6)
                .allMatch(key -> key.endsWith("/orders/*/drill-*.json"));
        assertThat(Stream.of(PLAN_RESTORE, NODE_COMMAND, RESTORE_SERVER, CHECK_ENSEMBLE)
                        .flatMap(spec -> keys(spec, "s3:PutObject").stream()))
                .isEmpty();
    }

    @ParameterizedTest
    @EnumSource(
            names = {
                "TAKE_SNAPSHOT",
                "PLAN_RESTORE",
                "PLAN_RECOVERY",
                "RESTORE_RECORD",
                "CLIENT_ACCESS",
                "NODE_COMMAND",
                "RESTORE_SERVER"
            })
    void whoActsOnTheEnsembleSeesWhoHoldsItsLock(FunctionSpec spec) {
        assertThat(keys(spec, "s3:GetObject")).contains("{import}/locks/orders.json");
    }

    @Test
    void ofTheRecordsWhoOnlyLooksAtTheLockReadsNothingElse() {
        assertThat(keys(NODE_COMMAND, "s3:GetObject")).containsExactly("{import}/locks/orders.json");
        assertThat(keys(RESTORE_SERVER, "s3:GetObject")).noneMatch(key -> key.contains("restores"));
    }

    @ParameterizedTest
    @EnumSource
    void everyReaderOfTheVaultIsToldThatAKeyIsMissing(FunctionSpec spec) {
        Set<String> read = keys(spec, "s3:GetObject");
        Set<String> listed = allowed(spec, "s3:ListBucket").stream()
                .flatMap(statement -> Deployed.stream(statement.condition().at("/StringLikeIfExists/s3:prefix")))
                .map(prefix -> "{import}/" + prefix.asText())
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(listed).isEqualTo(read);
    }

    @Test
    void onlyClientAccessChangesSecurityGroups() {
        for (FunctionSpec spec : FunctionSpec.values()) {
            Stream<String> changes = actions(spec)
                    .filter(action -> action.contains("SecurityGroup"))
                    .filter(action -> !action.startsWith("ec2:Describe"));
            if (spec == CLIENT_ACCESS) {
                assertThat(changes)
                        .containsOnly(
                                "ec2:ModifySecurityGroupRules",
                                "ec2:AuthorizeSecurityGroupIngress",
                                "ec2:RevokeSecurityGroupIngress");
            } else {
                assertThat(changes).as(spec.title()).isEmpty();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ec2:ModifySecurityGroupRules",
                "ec2:AuthorizeSecurityGroupIngress",
                "ec2:RevokeSecurityGroupIngress"
            })
    void clientAccessChangesNoGroupsButTheServers(String action) {
        assertThat(allowed(audit, CLIENT_ACCESS, action))
                .flatExtracting(Statement::resources)
                .containsExactlyInAnyOrder(
                        EC2 + "security-group/sg-0b1b2c3d4e5f6071b",
                        EC2 + "security-group/sg-0b1b2c3d4e5f6071c",
                        EC2 + "security-group-rule/*");
    }

    @Test
    void clientAccessTagsRulesOnlyWhileItAddsThem() {
        for (FunctionSpec spec : FunctionSpec.values()) {
            List<Statement> tagging = allowed(audit, spec, "ec2:CreateTags");
            if (spec == CLIENT_ACCESS) {
                assertThat(tagging).singleElement().satisfies(statement -> {
                    assertThat(statement.resources()).containsExactly(EC2 + "security-group-rule/*");
                    assertThat(statement
                                    .condition()
                                    .at("/StringEquals/ec2:CreateAction")
                                    .asText())
                            .isEqualTo("AuthorizeSecurityGroupIngress");
                });
            } else {
                assertThat(tagging).as(spec.title()).isEmpty();
            }
        }
    }

    @Test
    void onlyThePlansAndNodeCommandReachHosts() {
        for (FunctionSpec spec : FunctionSpec.values()) {
            assertThat(actions(spec).anyMatch(action -> action.equals("ssm:SendCommand")))
                    .as(spec.title())
                    .isEqualTo(spec == PLAN_RESTORE || spec == PLAN_RECOVERY || spec == NODE_COMMAND);
        }
    }

    @Test
    void theDocumentsOfARestoreAloneAreSent() {
        assertThat(documents(NODE_COMMAND))
                .hasSize(NodeAction.values().length)
                .allMatch(document -> document.matches(".*:document/\\{Documents\\w+}"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"place", "prune", "listaside", "wipeforrejoin"})
    void noFunctionSendsADocumentThatIsAPersonsToSend(String action) {
        assertThat(orders.outputs("Document"))
                .as("it is deployed")
                .anyMatch(document -> document.startsWith("{Documents" + action));
        for (FunctionSpec spec : FunctionSpec.values()) {
            assertThat(allowed(spec, "ssm:SendCommand"))
                    .as(spec.title())
                    .flatExtracting(Statement::resources)
                    .noneMatch(resource -> resource.contains("{Documents" + action));
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"PLAN_RESTORE", "PLAN_RECOVERY"})
    void aPlanSendsTheDocumentThatChangesNothing(FunctionSpec spec) {
        assertThat(documents(spec)).singleElement().asString().contains("{Documentsinspect");
    }

    @Test
    void commandsGoToInstancesWithTheEnsemblesTagAlone() {
        Statement send = statement(audit, NODE_COMMAND, "SendToServers");

        assertThat(send.resources()).containsExactly(EC2 + "instance/*");
        assertThat(send.condition().at("/StringEquals/ssm:resourceTag~1Role").asText())
                .isEqualTo("audit zookeeper");
    }

    @Test
    void theCredentialIsReadByThoseWhoTalkToServersAlone() {
        for (FunctionSpec spec : FunctionSpec.values()) {
            List<Statement> read = allowed(spec, "ssm:GetParameter");
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
            assertThat(allowed(audit, spec, "ssm:GetParameter"))
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
        assertThat(statement(audit, CHECK_ENSEMBLE, "ReadSecret").resources())
                .map(arn -> arn.substring(arn.indexOf(":secret:")))
                .containsExactly(":secret:audit-admin-??????", ":secret:audit-certificate-??????");
        Statement decrypt = statement(audit, CHECK_ENSEMBLE, "DecryptCredential");
        assertThat(decrypt.resources()).containsExactly(KEY);
        assertThat(Deployed.stream(decrypt.condition().at("/StringEquals/kms:ViaService"))
                        .map(Deployed::text))
                .map(service -> service.substring(0, service.indexOf('.')))
                .containsExactly("secretsmanager", "ssm");
    }

    @Test
    void aVaultWithAKeyIsReadAndWrittenThroughS3Alone() {
        Deployed deployed = Synthesis.ordersWithKey(KEY);

        Statement use = statement(deployed, TAKE_SNAPSHOT, "UseVaultKey");

        assertThat(use.actions()).containsExactly("kms:Decrypt", "kms:GenerateDataKey");
        assertThat(use.resources()).containsExactly(KEY);
        assertThat(Deployed.text(use.condition().at("/StringEquals/kms:ViaService")))
                .startsWith("s3.");
        assertThat(statement(deployed, RESTORE_SERVER, "UseVaultKey").actions()).containsExactly("kms:Decrypt");
        for (FunctionSpec spec : FunctionSpec.values()) {
            assertThat(deployed.statements(spec))
                    .as("IAM refuses a policy that has a name twice: " + spec.title())
                    .extracting(Statement::sid)
                    .filteredOn(sid -> !sid.isEmpty())
                    .doesNotHaveDuplicates();
        }
    }

    @Test
    void lambdasOwnLeaveToAttachInterfacesIsKeptFromTheCode() {
        for (FunctionSpec spec : FunctionSpec.values()) {
            List<Statement> attach = allowed(spec, "ec2:CreateNetworkInterface");
            if (spec.nearServers()) {
                Statement denied = statement(orders, spec, "KeepInterfacesFromCode");
                assertThat(denied.allows()).isFalse();
                assertThat(denied.actions()).isEqualTo(attach.get(0).actions());
            } else {
                assertThat(attach).as(spec.title()).isEmpty();
            }
        }
    }

    @Test
    void everyWildcardIsOneWhoseReasonIsWrittenDown() {
        Set<String> reasoned = Set.of(
                "AttachToVpc",
                "ChangeRules",
                "KeepPlans",
                "KeepRules",
                "LookAtNetwork",
                "ReadAnswers",
                "ReadRecords",
                "ReadRules",
                "ReadSecret",
                "ReadSnapshots",
                "RecordDrills",
                "SendToServers",
                "StoreSnapshots",
                "TagNewRules",
                "KeepRecords");
        for (FunctionSpec spec : FunctionSpec.values()) {
            assertThat(audit.statements(spec))
                    .filteredOn(Statement::allows)
                    .filteredOn(statement -> statement.resources().stream().anyMatch(PermissionsTest::wild))
                    .extracting(Statement::sid)
                    .as(spec.title())
                    .isSubsetOf(reasoned);
        }
    }

    private static boolean wild(String resource) {
        return resource.contains("*") || resource.contains("?");
    }

    private Stream<String> actions(FunctionSpec spec) {
        return orders.statements(spec).stream()
                .filter(Statement::allows)
                .flatMap(statement -> statement.actions().stream());
    }

    private Set<String> keys(FunctionSpec spec, String action) {
        return allowed(spec, action).stream()
                .flatMap(statement -> statement.resources().stream())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private List<String> documents(FunctionSpec spec) {
        return statement(orders, spec, "SendDocuments").resources();
    }

    private List<Statement> allowed(FunctionSpec spec, String... actions) {
        return allowed(orders, spec, actions);
    }

    private static List<Statement> allowed(Deployed deployed, FunctionSpec spec, String... actions) {
        return deployed.statements(spec).stream()
                .filter(Statement::allows)
                .filter(statement -> Stream.of(actions).anyMatch(statement.actions()::contains))
                .toList();
    }

    private static Statement statement(Deployed deployed, FunctionSpec spec, String sid) {
        return deployed.statements(spec).stream()
                .filter(statement -> statement.sid().equals(sid))
                .findFirst()
                .orElseThrow(() -> new AssertionError(spec + " has no statement " + sid));
    }
}
