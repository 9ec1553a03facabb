package io.zooark.local.bench;

import java.net.URI;
import java.nio.file.Path;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.retry.RetryMode;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/** The SDK's client of S3, set up as the functions' own. */
final class Uploads {
    private Uploads() {}

    static S3Client client(URI endpoint) {
        return S3Client.builder()
                .endpointOverride(endpoint)
                .region(Region.US_EAST_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("local", "local")))
                .overrideConfiguration(override -> override.retryStrategy(RetryMode.STANDARD))
                .httpClient(UrlConnectionHttpClient.create())
                .build();
    }

    /** Uploads a file as one object. */
    static void put(S3Client s3, String key, Path file) {
        s3.putObject(request -> request.bucket(Stage.BUCKET).key(key), RequestBody.fromFile(file));
    }
}
