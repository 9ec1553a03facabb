package io.zooark.infra;

import static java.util.Objects.requireNonNull;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.services.kms.Key;
import software.amazon.awscdk.services.s3.BlockPublicAccess;
import software.amazon.awscdk.services.s3.Bucket;
import software.amazon.awscdk.services.s3.BucketEncryption;
import software.amazon.awscdk.services.s3.IBucket;
import software.amazon.awscdk.services.s3.LifecycleRule;
import software.amazon.awscdk.services.s3.ObjectLockRetention;
import software.amazon.awscdk.services.s3.ObjectOwnership;
import software.constructs.Construct;

/** The bucket that holds the snapshots of every ensemble, and the locks and records of their restores. */
public final class Vault extends Construct {
    /** Under which the snapshots lie that hosts fetch in a restore by placement. */
    static final String PLACEMENTS = "placements";

    /** For how many days: as long as somebody may look into why a restore has failed. */
    private static final int PLACEMENT_DAYS = 7;

    /** How long an older state of a lock or a record can be looked up. */
    private static final int RECORD_HISTORY_DAYS = 100;

    private final Bucket bucket;

    public Vault(Construct scope, String id, VaultConfig config) {
        super(scope, id);
        String key = config.key();
        Bucket.Builder builder = Bucket.Builder.create(this, "Bucket")
                .versioned(true)
                .encryption(key == null ? BucketEncryption.S3_MANAGED : BucketEncryption.KMS)
                .blockPublicAccess(BlockPublicAccess.BLOCK_ALL)
                .objectOwnership(ObjectOwnership.BUCKET_OWNER_ENFORCED)
                .enforceSsl(true)
                .minimumTlsVersion(1.2)
                .removalPolicy(RemovalPolicy.RETAIN)
                .lifecycleRules(lifecycle(config.retention()));
        if (key != null) {
            // one call to KMS for many objects, not one for each
            builder.encryptionKey(Key.fromKeyArn(this, "Key", key)).bucketKeyEnabled(true);
        }
        VaultConfig.ObjectLock lock = config.objectLock();
        if (lock != null) {
            // governance, not compliance: a mistake in a number of years must not be for good
            builder.objectLockEnabled(true)
                    .objectLockDefaultRetention(ObjectLockRetention.governance(Duration.days(lock.days())));
        }
        bucket = builder.build();
        Accepted.at(
                bucket,
                "AwsSolutions-S1",
                "Access logs come on a best effort basis and take a second bucket. Who has read which backup is told by"
                        + " CloudTrail's data events, which the account's security team turns on for this bucket.",
                "AWS::S3::Bucket");
        // the bucket that stays goes on refusing plain HTTP
        requireNonNull(bucket.getPolicy(), "the bucket has no policy").applyRemovalPolicy(RemovalPolicy.RETAIN);
        if (config.replication() != null) {
            new VaultReplication(this, "Replication", new VaultReplication.Props(bucket, config));
        }
    }

    /** Returns the bucket. */
    public IBucket bucket() {
        return bucket;
    }

    private static List<LifecycleRule> lifecycle(VaultConfig.Retention retention) {
        Stream<LifecycleRule> snapshots = Arrays.stream(SnapshotRetention.values())
                .map(each -> LifecycleRule.builder()
                        .id(each.prefix())
                        .prefix(each.prefix() + "/")
                        .expiration(Duration.days(retention.days(each)))
                        .noncurrentVersionExpiration(Duration.days(SnapshotRetention.deletedDays(retention.days(each))))
                        .build());
        // locks and records never expire: they are small, and say who restored what
        Stream<LifecycleRule> records = Stream.of("locks", "restores")
                .map(prefix -> LifecycleRule.builder()
                        .id(prefix)
                        .prefix(prefix + "/")
                        .noncurrentVersionExpiration(Duration.days(RECORD_HISTORY_DAYS))
                        .build());
        // read once, by the hosts of one restore: the backup that it was made from is kept elsewhere
        LifecycleRule placements = LifecycleRule.builder()
                .id(PLACEMENTS)
                .prefix(PLACEMENTS + "/")
                .expiration(Duration.days(PLACEMENT_DAYS))
                .noncurrentVersionExpiration(Duration.days(1))
                .build();
        LifecycleRule leftovers = LifecycleRule.builder()
                .id("leftovers")
                .abortIncompleteMultipartUploadAfter(Duration.days(1))
                .expiredObjectDeleteMarker(true)
                .build();
        return Stream.of(snapshots, records, Stream.of(placements, leftovers))
                .flatMap(rules -> rules)
                .toList();
    }
}
