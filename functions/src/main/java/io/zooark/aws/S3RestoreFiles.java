package io.zooark.aws;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.type.TypeReference;
import io.zooark.error.StorageRefusedException;
import io.zooark.json.Json;
import io.zooark.restore.Lock;
import io.zooark.restore.ParkedRule;
import io.zooark.restore.RestoreFiles;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.ResponseBytes;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Locks, rules, plans and reports in the vault's bucket, beside the snapshots. */
public final class S3RestoreFiles implements RestoreFiles {
    private final S3Client s3;
    private final String bucket;

    public S3RestoreFiles(S3Client s3, String bucket) {
        this.s3 = requireNonNull(s3, "s3 is null");
        this.bucket = requireNonNull(bucket, "bucket is null");
    }

    @Override
    public Optional<Tagged<Lock>> lock(String ensemble) {
        return read(lockKey(ensemble), new TypeReference<Lock>() {});
    }

    @Override
    public boolean createLock(Lock lock) {
        return put(lockKey(lock.ensemble()), lock, Condition.absent());
    }

    @Override
    public boolean replaceLock(Lock lock, String etag) {
        return put(lockKey(lock.ensemble()), lock, Condition.unchanged(etag));
    }

    @Override
    public Optional<List<ParkedRule>> rules(String ensemble, String restoreId) {
        return read(key(ensemble, restoreId, "rules.json"), new TypeReference<List<ParkedRule>>() {})
                .map(Tagged::value);
    }

    @Override
    public void recordRules(String ensemble, String restoreId, List<ParkedRule> rules) {
        // whoever comes second leaves the first record alone: by now the rules may be parked already
        put(key(ensemble, restoreId, "rules.json"), rules, Condition.absent());
    }

    @Override
    public void write(String ensemble, String restoreId, String name, Object document) {
        put(key(ensemble, restoreId, name), document, Condition.none());
    }

    private static String lockKey(String ensemble) {
        return "locks/" + ensemble + ".json";
    }

    private static String key(String ensemble, String restoreId, String name) {
        return "restores/" + ensemble + "/" + restoreId + "/" + name;
    }

    private <T> Optional<Tagged<T>> read(String key, TypeReference<T> type) {
        try {
            ResponseBytes<GetObjectResponse> found =
                    s3.getObjectAsBytes(request -> request.bucket(bucket).key(key));
            return Optional.of(new Tagged<>(
                    Json.mapper().readValue(found.asByteArrayUnsafe(), type),
                    found.response().eTag()));
        } catch (NoSuchKeyException e) {
            return Optional.empty();
        } catch (SdkException e) {
            throw S3Calls.refused("read " + key, e);
        } catch (IOException e) {
            throw new StorageRefusedException(
                    key + " cannot be understood: " + e.getMessage(), "look at the object; nothing was changed", e);
        }
    }

    private boolean put(String key, Object document, Condition condition) {
        try {
            s3.putObject(
                    request -> request.bucket(bucket)
                            .key(key)
                            .contentType("application/json")
                            .ifNoneMatch(condition.ifNoneMatch())
                            .ifMatch(condition.ifMatch()),
                    RequestBody.fromString(Json.pretty(document)));
            return true;
        } catch (S3Exception e) {
            if (S3Calls.overtaken(e)) {
                return false;
            }
            throw S3Calls.refused("write " + key, e);
        } catch (SdkException e) {
            throw S3Calls.refused("write " + key, e);
        }
    }

    private record Condition(
            @Nullable String ifNoneMatch, @Nullable String ifMatch) {
        static Condition none() {
            return new Condition(null, null);
        }

        static Condition absent() {
            return new Condition("*", null);
        }

        static Condition unchanged(String etag) {
            return new Condition(null, etag);
        }
    }
}
