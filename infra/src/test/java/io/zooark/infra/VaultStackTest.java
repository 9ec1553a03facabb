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
                    .isEqualTo(retention.days());
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
    void neverExpiresLocksAndRecords() {
        assertThat(rules().stream()
                        .filter(rule -> rule.has("ExpirationInDays"))
                        .map(rule -> rule.path("Prefix").asText()))
                .doesNotContain("locks/", "restores/", "");
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
