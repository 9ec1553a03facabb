package io.zooark.aws;

import static java.util.Objects.requireNonNull;

import software.amazon.awssdk.services.s3.S3Client;

/** The place in S3 that an upload goes to. */
record S3Target(S3Client s3, String bucket, String key) {
    S3Target {
        requireNonNull(s3, "s3 is null");
        requireNonNull(bucket, "bucket is null");
        requireNonNull(key, "key is null");
    }

    @Override
    public String toString() {
        return "s3://" + bucket + "/" + key;
    }
}
