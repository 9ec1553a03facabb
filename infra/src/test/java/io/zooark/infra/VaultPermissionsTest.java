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
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the functions may do in the vault. */
@NeedsNode
class VaultPermissionsTest {
    private static final String KEY = "arn:aws:kms:eu-central-1:111122223333:key/0a1b2c3d-0000-4000-8000-0a1b2c3d4e5f";

    private final Leave orders = new Leave(Synthesis.orders());
    private final Leave audit = new Leave(Synthesis.audit());

    @ParameterizedTest
    @EnumSource
    void noFunctionCanDeleteABackup(FunctionSpec spec) {
        assertThat(orders.actions(spec))
                .noneMatch(action -> action.startsWith("s3:Delete") || action.startsWith("s3:PutLifecycle"))
                .noneMatch(action -> action.contains("*"));
    }

    @ParameterizedTest
    @EnumSource
    void noFunctionReachesAnotherEnsemblesObjects(FunctionSpec spec) {
        assertThat(orders.allowed(
                        spec, "s3:GetObject", "s3:GetObjectVersion", "s3:PutObject", "s3:AbortMultipartUpload"))
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
                assertThat(others)
                        .as(spec.title())
                        .hasSize(6)
                        .noneMatch(key -> key.contains("restores") || key.contains("placements"));
            } else {
                assertThat(others).as(spec.title()).isEmpty();
            }
        }
        assertThat(audit.allowed(PLAN_RESTORE, "s3:PutObject")).isEmpty();
        assertThat(audit.keys(RESTORE_SERVER, "s3:PutObject")).containsExactly("{import}/placements/audit/*");
    }

    @Test
    void onlyWhoWritesToTheVaultMayWriteThere() {
        assertThat(orders.keys(TAKE_SNAPSHOT, "s3:PutObject")).hasSize(6).noneMatch(key -> key.contains("locks"));
        assertThat(orders.keys(RESTORE_RECORD, "s3:PutObject"))
                .containsExactlyInAnyOrder("{import}/locks/orders.json", "{import}/restores/orders/*");
        assertThat(orders.keys(PLAN_RECOVERY, "s3:PutObject"))
                .containsExactlyInAnyOrder("{import}/locks/orders.json", "{import}/restores/orders/*/plan.json");
        assertThat(orders.keys(CLIENT_ACCESS, "s3:PutObject")).containsExactly("{import}/restores/orders/*/rules.json");
        assertThat(orders.keys(RESTORE_SERVER, "s3:PutObject")).containsExactly("{import}/placements/orders/*");
        assertThat(orders.keys(VERIFY_SNAPSHOT, "s3:PutObject"))
                .as("how a drill ended, and nothing of the backup itself")
                .hasSize(6)
                .allMatch(key -> key.endsWith("/orders/*/drill-*.json"));
        assertThat(Stream.of(PLAN_RESTORE, NODE_COMMAND, CHECK_ENSEMBLE)
                        .flatMap(spec -> orders.keys(spec, "s3:PutObject").stream()))
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
        assertThat(orders.keys(spec, "s3:GetObject")).contains("{import}/locks/orders.json");
    }

    @Test
    void ofTheRecordsWhoOnlyLooksAtTheLockReadsNothingElse() {
        assertThat(orders.keys(NODE_COMMAND, "s3:GetObject"))
                .containsExactlyInAnyOrder("{import}/locks/orders.json", "{import}/placements/orders/*");
        assertThat(orders.keys(RESTORE_SERVER, "s3:GetObject")).noneMatch(key -> key.contains("restores"));
    }

    /** An address has the rights of its signer, and a host may be given nothing but what was stored for it. */
    @Test
    void whoSignsAddressesReadsNoBackup() {
        assertThat(orders.keys(NODE_COMMAND, "s3:GetObjectVersion")).containsExactly("{import}/placements/orders/*");
    }

    @ParameterizedTest
    @EnumSource
    void everyReaderOfTheVaultIsToldThatAKeyIsMissing(FunctionSpec spec) {
        Set<String> read = orders.keys(spec, "s3:GetObject");
        Set<String> listed = orders.allowed(spec, "s3:ListBucket").stream()
                .flatMap(statement -> Deployed.stream(statement.condition().at("/StringLikeIfExists/s3:prefix")))
                .map(prefix -> "{import}/" + prefix.asText())
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(read).allMatch(key -> listed.stream().anyMatch(prefix -> covers(prefix, key)));
        assertThat(listed)
                .as("and lists nothing of which it reads nothing")
                .allMatch(prefix -> read.stream().anyMatch(key -> covers(prefix, key)));
    }

    @Test
    void aVaultWithAKeyIsReadAndWrittenThroughS3Alone() {
        Leave withKey = new Leave(Synthesis.ordersWithKey(KEY));

        Statement use = withKey.statement(TAKE_SNAPSHOT, "UseVaultKey");

        assertThat(use.actions()).containsExactly("kms:Decrypt", "kms:GenerateDataKey");
        assertThat(use.resources()).containsExactly(KEY);
        assertThat(Deployed.text(use.condition().at("/StringEquals/kms:ViaService")))
                .startsWith("s3.");
        assertThat(withKey.statement(RESTORE_SERVER, "UseVaultKey").actions())
                .containsExactly("kms:Decrypt", "kms:GenerateDataKey");
        assertThat(withKey.statement(NODE_COMMAND, "UseVaultKey").actions())
                .as("what the hosts fetch is decrypted by leave of who signed its address")
                .containsExactly("kms:Decrypt");
        for (FunctionSpec spec : FunctionSpec.values()) {
            assertThat(withKey.statements(spec))
                    .as("IAM refuses a policy that has a name twice: " + spec.title())
                    .extracting(Statement::sid)
                    .filteredOn(sid -> !sid.isEmpty())
                    .doesNotHaveDuplicates();
        }
    }

    @Test
    void whatIsStoredUnderAFormerKeyIsReadByAllWhoReadTheVaultAndNothingNewIsStoredUnderIt() {
        String former = KEY.replace("0a1b2c3d", "0b1b2c3d");
        Leave withKeys = new Leave(Synthesis.ordersWithKey(KEY, former));

        for (FunctionSpec spec : FunctionSpec.values()) {
            Statement use = withKeys.statement(spec, "UseFormerKeys");
            assertThat(use.actions()).as(spec.title()).containsExactly("kms:Decrypt");
            assertThat(use.resources()).as(spec.title()).containsExactly(former);
            assertThat(Deployed.text(use.condition().at("/StringEquals/kms:ViaService")))
                    .startsWith("s3.");
            assertThat(withKeys.statement(spec, "UseVaultKey").resources()).containsExactly(KEY);
        }
    }

    @Test
    void theBackupFunctionCanNeitherDeleteNorReadASnapshotOfAnotherVersion() {
        assertThat(orders.actions(TAKE_SNAPSHOT))
                .filteredOn(action -> action.startsWith("s3:"))
                .containsOnly("s3:PutObject", "s3:GetObject", "s3:AbortMultipartUpload", "s3:ListBucket");
    }

    @Test
    void theLookReadsManifestsAndNoSnapshot() {
        assertThat(orders.keys(PLAN_RECOVERY, "s3:GetObject"))
                .filteredOn(key -> !key.contains("/locks/") && !key.contains("/restores/"))
                .hasSize(5)
                .allMatch(key -> key.endsWith("/orders/*/manifest.json"));
    }

    /** Of functions, machines, schedules and the rule. */
    @ParameterizedTest
    @ValueSource(strings = {"orders", "audit"})
    void noRoleAtAllCanDeleteABackupOrShortenItsTime(String ensemble) {
        Deployed deployed = ensemble.equals("orders") ? orders.deployed() : audit.deployed();

        assertThat(deployed.roles()).hasSizeGreaterThan(FunctionSpec.values().length);
        assertThat(deployed.roles())
                .flatExtracting(deployed::statements)
                .filteredOn(Statement::allows)
                .flatExtracting(Statement::actions)
                .noneMatch(action -> action.contains("*"))
                .noneMatch(action -> action.matches("s3:(Delete|Bypass|PutLifecycle|PutBucket|PutObjectRetention).*"));
    }

    private static boolean covers(String prefix, String key) {
        return prefix.endsWith("*") ? key.startsWith(prefix.substring(0, prefix.length() - 1)) : key.equals(prefix);
    }
}
