package io.zooark.infra.user;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zooark.infra.EnsembleConfig;
import io.zooark.infra.NeedsNode;
import io.zooark.infra.NetworkConfig;
import io.zooark.infra.Vault;
import io.zooark.infra.VaultConfig;
import io.zooark.infra.ZooKeeperBackup;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awscdk.App;
import software.amazon.awscdk.CfnOutput;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.assertions.Match;
import software.amazon.awscdk.assertions.Template;
import software.amazon.awscdk.services.cloudwatch.IMetric;
import software.amazon.awscdk.services.kms.Key;
import software.amazon.awscdk.services.lambda.Code;
import software.amazon.awscdk.services.s3.Bucket;
import software.amazon.awscdk.services.s3.BucketEncryption;
import software.amazon.awscdk.services.s3.IBucket;

/** What {@code infra/README.md} shows to people with a CDK application of their own. */
@NeedsNode
class OwnStackTest {
    private final Stack stack = new Stack(new App(), "Payments");

    @Test
    void anEnsembleGoesIntoAStackOfOnesOwnBesideAVault() {
        Vault vault = new Vault(stack, "Vault", VaultConfig.usual());

        backup(vault.bucket());

        Template template = Template.fromStack(stack);
        template.resourceCountIs("AWS::StepFunctions::StateMachine", 2);
        template.resourceCountIs("AWS::Lambda::Function", 9);
        template.resourceCountIs("AWS::S3::Bucket", 1);
    }

    @Test
    void theVaultMayBeABucketOfOnesOwnWithItsKey() {
        Bucket bucket = Bucket.Builder.create(stack, "Backups")
                .versioned(true)
                .encryption(BucketEncryption.KMS)
                .encryptionKey(new Key(stack, "Key"))
                .build();

        backup(bucket);

        Template.fromStack(stack)
                .hasResourceProperties(
                        "AWS::IAM::Policy",
                        Map.of(
                                "PolicyDocument",
                                Match.objectLike(Map.of(
                                        "Statement",
                                        Match.arrayWith(List.of(Match.objectLike(Map.of("Sid", "UseVaultKey"))))))));
    }

    @Test
    void whatItIsMadeOfCanBeUsedByTheRestOfTheStack() {
        ZooKeeperBackup backup = backup(new Vault(stack, "Vault", VaultConfig.usual()).bucket());

        IMetric failed = backup.restoreMachine().metricFailed();
        CfnOutput.Builder.create(stack, "Missed")
                .value(backup.missedJobs().getQueueArn())
                .build();

        assertThat(failed).isNotNull();
        assertThat(backup.takeSnapshot().getFunctionName()).isNotBlank();
        assertThat(backup.verifySnapshot().getFunctionName()).isNotBlank();
        assertThat(backup.recoverMachine().getStateMachineArn()).isNotBlank();
        assertThat(backup.securityGroup().getSecurityGroupId()).isNotBlank();
    }

    @Test
    void saysWhatIsMissing() {
        assertThatThrownBy(() ->
                        ZooKeeperBackup.Props.builder().ensemble(ensemble()).build())
                .hasMessage("vault is null");
    }

    private ZooKeeperBackup backup(IBucket vault) {
        return new ZooKeeperBackup(
                stack,
                "Backup",
                ZooKeeperBackup.Props.builder()
                        .ensemble(ensemble())
                        .vault(vault)
                        .code(Code.fromBucket(Bucket.fromBucketName(stack, "Artefacts", "artefacts"), "zooark.jar"))
                        .build());
    }

    private static EnsembleConfig ensemble() {
        return EnsembleConfig.named(
                        "payments",
                        List.of("10.0.1.11"),
                        new NetworkConfig(
                                "vpc-0a1b2c3d",
                                List.of("subnet-0a1b2c3d"),
                                List.of("10.0.9.0/28"),
                                List.of("sg-0a1b2c3d")))
                .alarms(new EnsembleConfig.Alarms(null, "on-call@example.com"))
                .build();
    }
}
