package io.zooark.infra;

import static java.util.Objects.requireNonNull;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import software.amazon.awscdk.ArnComponents;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.iam.Policy;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.iam.Role;
import software.amazon.awscdk.services.iam.ServicePrincipal;
import software.amazon.awscdk.services.s3.Bucket;
import software.amazon.awscdk.services.s3.CfnBucket;
import software.constructs.Construct;

/** Copies what is written to the vault, but for what hosts fetch, into another bucket; what is deleted here stays there. */
final class VaultReplication extends Construct {
    private static final String ENABLED = "Enabled";

    private final Props props;
    private final VaultConfig.Replication to;
    private final String target;

    /** What is copied whereto. */
    record Props(Bucket bucket, VaultConfig config) {
        Props {
            requireNonNull(bucket, "bucket is null");
            requireNonNull(config, "config is null");
        }
    }

    VaultReplication(Construct scope, String id, Props props) {
        super(scope, id);
        this.props = requireNonNull(props, "props is null");
        this.to = requireNonNull(props.config().replication(), "replication is null");
        this.target = Stack.of(this)
                .formatArn(ArnComponents.builder()
                        .service("s3")
                        .region("")
                        .account("")
                        .resource(to.bucket())
                        .build());
        Role role = Role.Builder.create(this, "Role")
                .description("Zooark: copies the vault to " + to.bucket())
                .assumedBy(ServicePrincipal.Builder.create("s3.amazonaws.com")
                        .conditions(Map.of(
                                "StringEquals",
                                Map.of("aws:SourceAccount", Stack.of(this).getAccount())))
                        .build())
                .build();
        List<PolicyStatement> statements = statements();
        // apart from the role: the bucket needs the role, and the policy the bucket
        Policy policy = Policy.Builder.create(this, "Policy")
                .roles(List.of(role))
                .statements(statements)
                .build();
        Wildcard.explain(policy, statements);
        // the vault that stays goes on being copied
        role.applyRemovalPolicy(RemovalPolicy.RETAIN);
        policy.applyRemovalPolicy(RemovalPolicy.RETAIN);
        ((CfnBucket) requireNonNull(props.bucket().getNode().getDefaultChild(), "a bucket without a resource"))
                .setReplicationConfiguration(CfnBucket.ReplicationConfigurationProperty.builder()
                        .role(role.getRoleArn())
                        .rules(rules())
                        .build());
    }

    private List<PolicyStatement> statements() {
        Bucket from = props.bucket();
        List<PolicyStatement> plain = List.of(
                Statements.allow(
                        "ReadConfiguration",
                        List.of("s3:GetReplicationConfiguration", "s3:ListBucket"),
                        List.of(from.getBucketArn())),
                Statements.allow(
                        "CopyVersions",
                        List.of(
                                "s3:GetObjectVersionForReplication",
                                "s3:GetObjectVersionAcl",
                                "s3:GetObjectVersionTagging",
                                "s3:GetObjectRetention",
                                "s3:GetObjectLegalHold"),
                        List.of(from.arnForObjects("*"))),
                // no s3:ReplicateDelete: what is deleted here stays there
                Statements.allow(
                        "StoreCopies",
                        List.of("s3:ReplicateObject", "s3:ReplicateTags", "s3:ObjectOwnerOverrideToBucketOwner"),
                        List.of(target + "/*")));
        String own = props.config().key();
        String other = to.key();
        if (own == null || other == null) {
            return plain;
        }
        return List.of(
                plain.get(0),
                plain.get(1),
                plain.get(2),
                through(
                        "DecryptVersions",
                        "kms:Decrypt",
                        keys(own),
                        Stack.of(this).getRegion()),
                through("EncryptCopies", "kms:Encrypt", List.of(other), other.split(":", -1)[3]));
    }

    /** What waits to be copied when the key is changed still has the former one. */
    private List<String> keys(String own) {
        return Stream.concat(Stream.of(own), props.config().formerKeys().stream())
                .toList();
    }

    private static PolicyStatement through(String sid, String action, List<String> keys, String region) {
        return Statements.allow(
                sid,
                List.of(action),
                keys,
                Map.of("StringEquals", Map.of("kms:ViaService", "s3." + region + ".amazonaws.com")));
    }

    /** One for each prefix of what is to last: what hosts fetch is made of a backup, and gone after a week. */
    private List<CfnBucket.ReplicationRuleProperty> rules() {
        List<String> copied = Stream.concat(
                        Arrays.stream(SnapshotRetention.values()).map(SnapshotRetention::prefix),
                        Stream.of("locks", "restores"))
                .toList();
        return IntStream.range(0, copied.size())
                .mapToObj(i -> rule(copied.get(i), i + 1))
                .toList();
    }

    private CfnBucket.ReplicationRuleProperty rule(String copied, int priority) {
        CfnBucket.ReplicationDestinationProperty.Builder destination =
                CfnBucket.ReplicationDestinationProperty.builder().bucket(target);
        String account = to.account();
        if (account != null) {
            destination
                    .account(account)
                    .accessControlTranslation(CfnBucket.AccessControlTranslationProperty.builder()
                            .owner("Destination")
                            .build());
        }
        CfnBucket.ReplicationRuleProperty.Builder rule = CfnBucket.ReplicationRuleProperty.builder()
                .id(copied)
                .status(ENABLED)
                .priority(priority)
                .filter(CfnBucket.ReplicationRuleFilterProperty.builder()
                        .prefix(copied + "/")
                        .build())
                .deleteMarkerReplication(CfnBucket.DeleteMarkerReplicationProperty.builder()
                        .status("Disabled")
                        .build());
        String key = to.key();
        if (key != null) {
            destination.encryptionConfiguration(CfnBucket.EncryptionConfigurationProperty.builder()
                    .replicaKmsKeyId(key)
                    .build());
            rule.sourceSelectionCriteria(CfnBucket.SourceSelectionCriteriaProperty.builder()
                    .sseKmsEncryptedObjects(CfnBucket.SseKmsEncryptedObjectsProperty.builder()
                            .status(ENABLED)
                            .build())
                    .build());
        }
        return rule.destination(destination.build()).build();
    }
}
