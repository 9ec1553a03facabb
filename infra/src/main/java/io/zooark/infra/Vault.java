package io.zooark.infra;

import static java.util.Objects.requireNonNull;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.services.kms.IKey;
import software.amazon.awscdk.services.kms.Key;
import software.amazon.awscdk.services.s3.BlockPublicAccess;
import software.amazon.awscdk.services.s3.Bucket;
import software.amazon.awscdk.services.s3.BucketEncryption;
import software.amazon.awscdk.services.s3.IBucket;
import software.amazon.awscdk.services.s3.LifecycleRule;
import software.amazon.awscdk.services.s3.ObjectOwnership;
import software.constructs.Construct;

/** The bucket that holds the snapshots of every ensemble, and the locks and records of their restores. */
final class Vault extends Construct {
    /** How long an older state of a lock or a record can be looked up. */
    private static final int RECORD_HISTORY_DAYS = 100;

    private final Bucket bucket;
    private final Optional<IKey> key;

    /**
     * How the vault is made.
     *
     * @param keyArn the KMS key that it is encrypted with; empty for a key of S3's own
     */
    record Props(Optional<String> keyArn) {
        Props {
            requireNonNull(keyArn, "keyArn is null");
        }
    }

    Vault(Construct scope, String id, Props props) {
        super(scope, id);
        key = props.keyArn().map(arn -> Key.fromKeyArn(this, "Key", arn));
        Bucket.Builder builder = Bucket.Builder.create(this, "Bucket")
                .versioned(true)
                .encryption(key.isPresent() ? BucketEncryption.KMS : BucketEncryption.S3_MANAGED)
                .blockPublicAccess(BlockPublicAccess.BLOCK_ALL)
                .objectOwnership(ObjectOwnership.BUCKET_OWNER_ENFORCED)
                .enforceSsl(true)
                .minimumTlsVersion(1.2)
                .removalPolicy(RemovalPolicy.RETAIN)
                .lifecycleRules(lifecycle());
        // one call to KMS for many objects, not one for each
        key.ifPresent(own -> builder.encryptionKey(own).bucketKeyEnabled(true));
        bucket = builder.build();
        // the bucket that stays goes on refusing plain HTTP
        requireNonNull(bucket.getPolicy(), "the bucket has no policy").applyRemovalPolicy(RemovalPolicy.RETAIN);
    }

    /** Returns the bucket. */
    IBucket bucket() {
        return bucket;
    }

    /** Returns the key it is encrypted with, where that is one of the account's. */
    Optional<IKey> key() {
        return key;
    }

    private static List<LifecycleRule> lifecycle() {
        Stream<LifecycleRule> snapshots = Arrays.stream(SnapshotRetention.values())
                .map(retention -> LifecycleRule.builder()
                        .id(retention.prefix())
                        .prefix(retention.prefix() + "/")
                        .expiration(Duration.days(retention.days()))
                        .noncurrentVersionExpiration(Duration.days(retention.deletedDays()))
                        .build());
        // locks and records never expire: they are small, and say who restored what
        Stream<LifecycleRule> records = Stream.of("locks", "restores")
                .map(prefix -> LifecycleRule.builder()
                        .id(prefix)
                        .prefix(prefix + "/")
                        .noncurrentVersionExpiration(Duration.days(RECORD_HISTORY_DAYS))
                        .build());
        LifecycleRule leftovers = LifecycleRule.builder()
                .id("leftovers")
                .abortIncompleteMultipartUploadAfter(Duration.days(1))
                .expiredObjectDeleteMarker(true)
                .build();
        return Stream.of(snapshots, records, Stream.of(leftovers))
                .flatMap(rules -> rules)
                .toList();
    }
}
