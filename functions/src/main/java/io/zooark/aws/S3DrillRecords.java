package io.zooark.aws;

import static java.util.Objects.requireNonNull;

import io.zooark.json.Json;
import io.zooark.snapshot.DrillRecords;
import io.zooark.snapshot.DrillResult;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Results of drills in the vault's bucket, beside the manifests. */
public final class S3DrillRecords implements DrillRecords {
    private final S3Client s3;
    private final String bucket;

    public S3DrillRecords(S3Client s3, String bucket) {
        this.s3 = requireNonNull(s3, "s3 is null");
        this.bucket = requireNonNull(bucket, "bucket is null");
    }

    @Override
    public void keep(DrillResult result) {
        String key = result.key();
        try {
            s3.putObject(
                    request -> request.bucket(bucket)
                            .key(key)
                            .contentType("application/json")
                            .ifNoneMatch("*"),
                    RequestBody.fromString(Json.pretty(result)));
        } catch (S3Exception e) {
            // there is one already: of another drill in this second, or this one, where S3's first answer was lost
            if (!S3Calls.overtaken(e)) {
                throw S3Calls.refused("write s3://" + bucket + "/" + key, e);
            }
        } catch (SdkException e) {
            throw S3Calls.refused("write s3://" + bucket + "/" + key, e);
        }
    }
}
