package io.zooark.aws;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.type.TypeReference;
import io.zooark.error.StorageRefusedException;
import io.zooark.json.Json;
import io.zooark.snapshot.Folder;
import io.zooark.snapshot.Manifest;
import io.zooark.snapshot.SnapshotClass;
import io.zooark.snapshot.SnapshotId;
import io.zooark.snapshot.Vault;
import java.io.IOException;
import java.io.InputStream;
import java.time.DateTimeException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CommonPrefix;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

/** The vault in an S3 bucket. */
public final class S3Vault implements Vault {
    private final S3Client s3;
    private final String bucket;

    /**
     * Keeps snapshots in a bucket.
     *
     * @param s3 over {@link WatchedHttp}, without which nothing ends a call to an S3 that has stalled
     */
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

    @Override
    public List<Folder> folders(String ensemble, SnapshotClass snapshotClass) {
        String prefix = SnapshotId.prefix(snapshotClass, ensemble);
        Map<String, Set<String>> names = new HashMap<>();
        S3Calls.call(
                        "list s3://" + bucket + "/" + prefix,
                        () ->
                                s3
                                        .listObjectsV2Paginator(request ->
                                                request.bucket(bucket).prefix(prefix))
                                        .contents()
                                        .stream()
                                        .map(S3Object::key)
                                        .toList())
                .forEach(key -> {
                    String[] parts = key.substring(prefix.length()).split("/", 2);
                    if (parts.length == 2) {
                        names.computeIfAbsent(parts[0], stamp -> new HashSet<>())
                                .add(parts[1]);
                    }
                });
        return names.entrySet().stream()
                .flatMap(found -> id(snapshotClass, found.getKey()).map(id -> new Folder(id, found.getValue())))
                .sorted(Comparator.comparing((Folder folder) -> folder.id().scheduledTime())
                        .reversed())
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
        return new S3Upload(new S3Target(s3, bucket, id.snapshotKey(ensemble)), expectedSize);
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

    /** Returns the JSON object that lies beside a manifest, such as the record of a drill; empty where there is none. */
    public Map<String, Object> beside(String ensemble, SnapshotId id, String name) {
        String key = id.folder(ensemble) + name;
        try {
            byte[] json = s3.getObjectAsBytes(request -> request.bucket(bucket).key(key))
                    .asByteArrayUnsafe();
            return Json.mapper().readValue(json, new TypeReference<Map<String, Object>>() {});
        } catch (NoSuchKeyException e) {
            return Map.of();
        } catch (SdkException e) {
            throw S3Calls.refused("read s3://" + bucket + "/" + key, e);
        } catch (IOException e) {
            throw new StorageRefusedException(
                    key + " is not a JSON object: " + e.getMessage(), "look at the object", e);
        }
    }

    /**
     * Returns what S3 itself says of an object, which need not be one of ours: all but its CRC32, which is left empty.
     *
     * @param versionId which of its versions; empty for the newest
     */
    public Optional<Manifest.StoredObject> find(String key, Optional<String> versionId) {
        try {
            HeadObjectResponse head =
                    s3.headObject(request -> request.bucket(bucket).key(key).versionId(versionId.orElse(null)));
            S3Stored stored = S3Stored.of(head);
            return Optional.of(
                    new Manifest.StoredObject(key, stored.versionId(), stored.etag(), head.contentLength(), ""));
        } catch (NoSuchKeyException e) {
            return Optional.empty();
        } catch (SdkException e) {
            throw S3Calls.refused("look at s3://" + bucket + "/" + key, e);
        }
    }

    @Override
    public InputStream open(Manifest.StoredObject object) {
        return new S3ObjectStream(s3, bucket, object);
    }
}
