package io.zooark.aws;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.type.TypeReference;
import io.zooark.error.StorageRefusedException;
import io.zooark.json.Json;
import io.zooark.restore.Lock;
import io.zooark.restore.PlannedRule;
import io.zooark.restore.RestoreFiles;
import io.zooark.restore.RestorePlan;
import io.zooark.restore.report.Report;
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
    public Optional<RestorePlan> plan(String ensemble, String restoreId) {
        return read(key(ensemble, restoreId, "plan.json"), new TypeReference<RestorePlan>() {})
                .map(Tagged::value);
    }

    @Override
    public Optional<List<PlannedRule>> rules(String ensemble, String restoreId) {
        return read(key(ensemble, restoreId, "rules.json"), new TypeReference<List<PlannedRule>>() {})
                .map(Tagged::value);
    }

    @Override
    public void recordRules(String ensemble, String restoreId, List<PlannedRule> rules) {
        // whoever comes second leaves the first record alone: by now the rules may be parked already
        put(key(ensemble, restoreId, "rules.json"), rules, Condition.absent());
    }

    @Override
    public void write(String ensemble, String restoreId, String name, Object document) {
        put(key(ensemble, restoreId, name), document, Condition.none());
    }

    @Override
    public Optional<Report> report(String ensemble, String restoreId) {
        String key = key(ensemble, restoreId, "report.json");
        try {
            return Optional.of(Json.mapper().readValue(bytes(key).asByteArrayUnsafe(), Report.class));
        } catch (NoSuchKeyException | IOException e) {
            // one of another version is written anew: no end of a restore must fail for an old report
            return Optional.empty();
        } catch (SdkException e) {
            throw S3Calls.refused("read " + key, e);
        }
    }

    @Override
    public void writePage(String ensemble, String restoreId, String name, String html) {
        put(key(ensemble, restoreId, name), "text/html; charset=utf-8", html, Condition.none());
    }

    private static String lockKey(String ensemble) {
        return "locks/" + ensemble + ".json";
    }

    private static String key(String ensemble, String restoreId, String name) {
        return "restores/" + ensemble + "/" + restoreId + "/" + name;
    }

    private <T> Optional<Tagged<T>> read(String key, TypeReference<T> type) {
        try {
            ResponseBytes<GetObjectResponse> found = bytes(key);
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

    private ResponseBytes<GetObjectResponse> bytes(String key) {
        return s3.getObjectAsBytes(request -> request.bucket(bucket).key(key));
    }

    private boolean put(String key, Object document, Condition condition) {
        return put(key, "application/json", Json.pretty(document), condition);
    }

    private boolean put(String key, String type, String text, Condition condition) {
        try {
            s3.putObject(
                    request -> request.bucket(bucket)
                            .key(key)
                            .contentType(type)
                            .ifNoneMatch(condition.ifNoneMatch())
                            .ifMatch(condition.ifMatch()),
                    RequestBody.fromString(text));
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
