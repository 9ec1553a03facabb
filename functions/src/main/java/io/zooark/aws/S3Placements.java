package io.zooark.aws;

import static java.util.Objects.requireNonNull;

import io.zooark.restore.Placements;
import io.zooark.snapshot.Manifest.StoredObject;
import io.zooark.snapshot.Vault;
import java.time.Duration;
import java.util.function.Supplier;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/**
 * The snapshots that hosts fetch, in the vault's bucket under a prefix of their own, whose lifecycle rule is short.
 *
 * <p>An address has the rights of whoever made it: this function's role must be allowed to read the object.
 */
public final class S3Placements implements Placements {
    private final S3Client s3;
    private final Supplier<S3Presigner> presigners;
    private final String bucket;

    /** @param presigners makes one that is closed again: making an address takes no connection */
    public S3Placements(S3Client s3, Supplier<S3Presigner> presigners, String bucket) {
        this.s3 = requireNonNull(s3, "s3 is null");
        this.presigners = requireNonNull(presigners, "presigners is null");
        this.bucket = requireNonNull(bucket, "bucket is null");
    }

    @Override
    public Vault.Upload begin(String ensemble, String restoreId, long expectedSize) {
        return new S3Upload(new S3Target(s3, bucket, key(ensemble, restoreId)), expectedSize);
    }

    @Override
    public String address(String ensemble, String restoreId, StoredObject object, Duration validity) {
        // never the key that the execution's data names: only what was stored for this restore is given away
        String key = key(ensemble, restoreId);
        try (S3Presigner presigner = presigners.get()) {
            return presigner
                    .presignGetObject(signing -> signing.signatureDuration(validity)
                            .getObjectRequest(get -> get.bucket(bucket)
                                    .key(key)
                                    .versionId(object.versionId().orElse(null))))
                    .url()
                    .toString();
        } catch (SdkException e) {
            throw S3Calls.refused("sign an address of s3://" + bucket + "/" + key, e);
        }
    }

    private static String key(String ensemble, String restoreId) {
        return "placements/" + ensemble + "/" + restoreId + "/snapshot";
    }
}
