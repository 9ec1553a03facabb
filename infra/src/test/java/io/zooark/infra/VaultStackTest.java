package io.zooark.infra;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.zooark.snapshot.SnapshotClass;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awscdk.assertions.Match;

@NeedsNode
class VaultStackTest {
    private static final String BUCKET = "AWS::S3::Bucket";

    /** A vault with Object Lock, replication, and times of its own. */
    private static final Deployed DIFFERENT = Synthesis.differentVault();

    private final Deployed vault = Synthesis.vault();

    @Test
    void theVaultOutlivesItsStack() {
        vault.template()
                .hasResource("AWS::S3::Bucket", Map.of("DeletionPolicy", "Retain", "UpdateReplacePolicy", "Retain"));
        assertThat(Synthesis.vaultStack().getTerminationProtection()).isTrue();
    }

    @Test
    void holdsNothingButTheVault() {
        vault.template().resourcePropertiesCountIs("AWS::S3::Bucket", Map.of(), 1);
        assertThat(vault.roles()).isEmpty();
        assertThat(vault.all("AWS::Lambda::Function")).isEmpty();
    }

    @Test
    void keepsTheVersionsThatAreReplaced() {
        vault.template()
                .hasResourceProperties(
                        "AWS::S3::Bucket", Map.of("VersioningConfiguration", Map.of("Status", "Enabled")));
    }

    @Test
    void isEncryptedAndShutToThePublic() {
        vault.template()
                .hasResourceProperties(
                        "AWS::S3::Bucket",
                        Map.of(
                                "BucketEncryption",
                                Match.anyValue(),
                                "PublicAccessBlockConfiguration",
                                Map.of(
                                        "BlockPublicAcls", true,
                                        "BlockPublicPolicy", true,
                                        "IgnorePublicAcls", true,
                                        "RestrictPublicBuckets", true)));
    }

    @Test
    void goesOnRefusingPlainHttpWhenItsStackIsGone() {
        vault.template()
                .hasResource(
                        "AWS::S3::BucketPolicy",
                        Match.objectLike(Map.of(
                                "DeletionPolicy",
                                "Retain",
                                "Properties",
                                Match.objectLike(Map.of(
                                        "PolicyDocument",
                                        Match.objectLike(Map.of(
                                                "Statement",
                                                Match.arrayWith(List.of(Match.objectLike(Map.of(
                                                        "Effect",
                                                        "Deny",
                                                        "Condition",
                                                        Map.of(
                                                                "Bool",
                                                                Map.of("aws:SecureTransport", "false")))))))))))));
    }

    @Test
    void abortsUnfinishedUploadsAfterADay() {
        assertThat(rule("leftovers").has("Prefix")).isFalse();
        assertThat(rule("leftovers")
                        .at("/AbortIncompleteMultipartUpload/DaysAfterInitiation")
                        .asInt())
                .isEqualTo(1);
    }

    @Test
    void hasARuleForEveryClassOfSnapshots() {
        assertThat(Arrays.stream(SnapshotRetention.values()).map(SnapshotRetention::prefix))
                .containsExactlyInAnyOrderElementsOf(Arrays.stream(SnapshotClass.values())
                        .map(SnapshotClass::toString)
                        .toList());
        for (SnapshotRetention retention : SnapshotRetention.values()) {
            assertThat(rule(retention.prefix()).path("Prefix").asText()).isEqualTo(retention.prefix() + "/");
            assertThat(rule(retention.prefix()).path("ExpirationInDays").asInt())
                    .isEqualTo(retention.usualDays());
        }
    }

    @Test
    void letsADeletedSnapshotBeFetchedBackForDays() {
        for (SnapshotRetention retention : SnapshotRetention.values()) {
            assertThat(rule(retention.prefix())
                            .at("/NoncurrentVersionExpiration/NoncurrentDays")
                            .asInt())
                    .isBetween(3, 7);
        }
    }

    @Test
    void keepsWhatHostsHaveFetchedForAWeek() {
        assertThat(rule("placements").path("Prefix").asText()).isEqualTo("placements/");
        assertThat(rule("placements").path("ExpirationInDays").asInt()).isEqualTo(7);
        assertThat(rule("placements")
                        .at("/NoncurrentVersionExpiration/NoncurrentDays")
                        .asInt())
                .isEqualTo(1);
    }

    @Test
    void neverExpiresLocksAndRecords() {
        assertThat(rules().stream()
                        .filter(rule -> rule.has("ExpirationInDays"))
                        .map(rule -> rule.path("Prefix").asText()))
                .doesNotContain("locks/", "restores/", "");
    }

    @Test
    void keepsBackupsForAsLongAsTheConfigurationSays() {
        assertThat(rule(DIFFERENT, "hourly").path("ExpirationInDays").asInt()).isEqualTo(1);
        assertThat(rule(DIFFERENT, "hourly")
                        .at("/NoncurrentVersionExpiration/NoncurrentDays")
                        .asInt())
                .isEqualTo(1);
        assertThat(rule(DIFFERENT, "daily").path("ExpirationInDays").asInt()).isEqualTo(14);
        assertThat(rule(DIFFERENT, "weekly").path("ExpirationInDays").asInt()).isEqualTo(100);
    }

    @Test
    void locksWhatIsWrittenWhereItIsAsked() {
        JsonNode bucket = DIFFERENT.only(BUCKET);

        assertThat(bucket.path("ObjectLockEnabled").asBoolean()).isTrue();
        assertThat(bucket.at("/ObjectLockConfiguration/Rule/DefaultRetention/Mode")
                        .asText())
                .isEqualTo("GOVERNANCE");
        assertThat(bucket.at("/ObjectLockConfiguration/Rule/DefaultRetention/Days")
                        .asInt())
                .isEqualTo(7);
        assertThat(vault.only(BUCKET).has("ObjectLockEnabled")).isFalse();
    }

    @Test
    void copiesWhatLastsAndNoDeletionsWhereItIsAsked() {
        JsonNode rules = DIFFERENT.only(BUCKET).at("/ReplicationConfiguration/Rules");
        JsonNode rule = rules.path(0);

        assertThat(Deployed.stream(rules).map(each -> each.at("/Filter/Prefix").asText()))
                .containsExactlyInAnyOrder(
                        "hourly/", "daily/", "weekly/", "monthly/", "manual/", "safety/", "locks/", "restores/");
        assertThat(Deployed.stream(rules).map(each -> each.path("Priority").asInt()))
                .doesNotHaveDuplicates();
        assertThat(rule.path("Status").asText()).isEqualTo("Enabled");
        assertThat(rule.at("/DeleteMarkerReplication/Status").asText()).isEqualTo("Disabled");
        assertThat(Deployed.text(rule.at("/Destination/Bucket"))).endsWith(":s3:::copies-of-zooark");
        assertThat(rule.at("/Destination/Account").asText()).isEqualTo("444455556666");
        assertThat(rule.at("/Destination/AccessControlTranslation/Owner").asText())
                .isEqualTo("Destination");
        assertThat(vault.only(BUCKET).has("ReplicationConfiguration")).isFalse();
    }

    @Test
    void whatCopiesCanNeitherDeleteNorWriteHere() {
        String role = DIFFERENT.roles().get(0);

        assertThat(DIFFERENT.roles()).hasSize(1);
        assertThat(DIFFERENT.statements(role))
                .flatExtracting(Deployed.Statement::actions)
                .noneMatch(action -> action.contains("Delete") || action.contains("*"));
        assertThat(DIFFERENT.statements(role))
                .filteredOn(statement -> statement.actions().contains("s3:ReplicateObject"))
                .flatExtracting(Deployed.Statement::resources)
                .containsExactly("arn:{AWS::Partition}:s3:::copies-of-zooark/*");
        DIFFERENT.template().hasResource("AWS::IAM::Role", Map.of("DeletionPolicy", "Retain"));
        DIFFERENT.template().hasResource("AWS::IAM::Policy", Map.of("DeletionPolicy", "Retain"));
    }

    @Test
    void aCopyOfWhatIsEncryptedWithAKeyIsEncryptedWithTheKeyThere() {
        String here = "arn:aws:kms:eu-central-1:111122223333:key/0a1b2c3d";
        String there = "arn:aws:kms:eu-west-1:444455556666:key/0b1b2c3d";
        Deployed copied = Synthesis.vault(new VaultConfig(
                here,
                List.of(),
                VaultConfig.Retention.usual(),
                null,
                new VaultConfig.Replication("copies-of-zooark", null, there)));
        JsonNode rule = copied.only(BUCKET).at("/ReplicationConfiguration/Rules/0");

        assertThat(rule.at("/Destination/EncryptionConfiguration/ReplicaKmsKeyID")
                        .asText())
                .isEqualTo(there);
        assertThat(rule.at("/SourceSelectionCriteria/SseKmsEncryptedObjects/Status")
                        .asText())
                .isEqualTo("Enabled");
        assertThat(copied.statements(copied.roles().get(0)))
                .filteredOn(statement -> statement.actions().contains("kms:Encrypt"))
                .singleElement()
                .satisfies(
                        encrypt -> assertThat(Deployed.text(encrypt.condition().at("/StringEquals/kms:ViaService")))
                                .isEqualTo("s3.eu-west-1.amazonaws.com"));
    }

    private static JsonNode rule(Deployed deployed, String id) {
        return Deployed.stream(deployed.only(BUCKET).at("/LifecycleConfiguration/Rules"))
                .filter(rule -> rule.path("Id").asText().equals(id))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no lifecycle rule " + id));
    }

    private JsonNode rule(String id) {
        return rules().stream()
                .filter(rule -> rule.path("Id").asText().equals(id))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no lifecycle rule " + id));
    }

    private List<JsonNode> rules() {
        return Deployed.stream(vault.only("AWS::S3::Bucket").at("/LifecycleConfiguration/Rules"))
                .toList();
    }
}
