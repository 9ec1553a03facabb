package io.zooark.aws;

import java.util.Optional;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;

/** What S3 calls an object that it has taken. */
record S3Stored(String etag, Optional<String> versionId) {

    static S3Stored of(PutObjectResponse response) {
        return new S3Stored(response.eTag(), version(response.versionId()));
    }

    static S3Stored of(CompleteMultipartUploadResponse response) {
        return new S3Stored(response.eTag(), version(response.versionId()));
    }

    static S3Stored of(HeadObjectResponse response) {
        return new S3Stored(response.eTag(), version(response.versionId()));
    }

    /** A bucket that has never kept versions says nothing, one that no longer does says {@code null}. */
    private static Optional<String> version(String versionId) {
        return Optional.ofNullable(versionId).filter(version -> !version.equals("null"));
    }
}
