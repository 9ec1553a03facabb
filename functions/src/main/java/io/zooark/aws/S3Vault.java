package io.zooark.aws;

import static java.util.Objects.requireNonNull;

import io.zooark.error.StorageRefusedException;
import io.zooark.json.Json;
import io.zooark.snapshot.Manifest;
import io.zooark.snapshot.SnapshotClass;
import io.zooark.snapshot.SnapshotId;
import io.zooark.snapshot.Vault;
import java.io.IOException;
import java.io.InputStream;
import java.time.DateTimeException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CommonPrefix;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** The vault in an S3 bucket. */
public final class S3Vault implements Vault {
    private final S3Client s3;
    private final String bucket;

    public S3Vault(S3Client s3, String bucket) {
        this.s3 = requireNonNull(s3, "s3 is null");
        this.bucket = requireNonNull(bucket, "bucket is null");
    }

    @Override
    public Optional<Manifest> manifest(String ensemble, SnapshotId id) {
        String key = id.manifestKey(ensemble);
        try {
            byte[] json = s3.getObjectAsBytes(request -> request.bucket(bucket).key(key))
                    .asByteArrayUnsafe();
            return Optional.of(Json.mapper().readValue(json, Manifest.class));
        } catch (NoSuchKeyException e) {
            return Optional.empty();
        } catch (SdkException e) {
            throw S3Calls.refused("read s3://" + bucket + "/" + key, e);
        } catch (IOException e) {
            throw unreadable(key, e);
        }
    }

    private static StorageRefusedException unreadable(String key, Exception e) {
        return new StorageRefusedException(
                key + " is not a manifest: " + e.getMessage(), "look at the object; its snapshot is not used", e);
    }

    @Override
    public List<SnapshotId> list(String ensemble, SnapshotClass snapshotClass) {
        String prefix = SnapshotId.prefix(snapshotClass, ensemble);
        return S3Calls.call(
                        "list s3://" + bucket + "/" + prefix,
                        () -> s3
                                .listObjectsV2Paginator(request ->
                                        request.bucket(bucket).prefix(prefix).delimiter("/"))
                                .commonPrefixes()
                                .stream()
                                .map(CommonPrefix::prefix)
                                .toList())
                .stream()
                .map(found -> found.substring(prefix.length(), found.length() - 1))
                .flatMap(stamp -> id(snapshotClass, stamp))
                .sorted(Comparator.comparing(SnapshotId::scheduledTime).reversed())
                .toList();
    }

    /** Something else that lies under the prefix is not ours to judge. */
    private static Stream<SnapshotId> id(SnapshotClass snapshotClass, String stamp) {
        try {
            return Stream.of(SnapshotId.parse(snapshotClass + "-" + stamp));
        } catch (IllegalArgumentException | DateTimeException e) {
            return Stream.empty();
        }
    }

    @Override
    public Upload begin(String ensemble, SnapshotId id, long expectedSize) {
        return new S3Upload(s3, bucket, id.snapshotKey(ensemble), expectedSize);
    }

    @Override
    public boolean publish(Manifest manifest) {
        String key = manifest.id().manifestKey(manifest.ensemble());
        try {
            s3.putObject(
                    request -> request.bucket(bucket)
                            .key(key)
                            .contentType("application/json")
                            .ifNoneMatch("*"),
                    RequestBody.fromString(Json.pretty(manifest)));
            return true;
        } catch (S3Exception e) {
            if (S3Calls.overtaken(e)) {
                return false;
            }
            throw S3Calls.refused("write s3://" + bucket + "/" + key, e);
        } catch (SdkException e) {
            throw S3Calls.refused("write s3://" + bucket + "/" + key, e);
        }
    }

    @Override
    public InputStream open(Manifest.StoredObject object) {
        return new S3ObjectStream(s3, bucket, object);
    }
}
