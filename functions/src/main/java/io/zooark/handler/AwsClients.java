package io.zooark.handler;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.core.retry.RetryMode;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.ssm.SsmClient;

/** The AWS clients of a function; {@code AWS_ENDPOINT_URL} leads all of them to another cloud, such as the local one. */
final class AwsClients {
    /** A stalled connection must not eat the function's time: S3 and the others send bytes far sooner than this. */
    private static final Duration SILENCE = Duration.ofSeconds(25);

    private final Map<String, String> environment;
    private final SdkHttpClient http =
            UrlConnectionHttpClient.builder().socketTimeout(SILENCE).build();

    AwsClients(Map<String, String> environment) {
        this.environment = environment;
    }

    S3Client s3() {
        return configured(S3Client.builder()).httpClient(http).build();
    }

    Ec2Client ec2() {
        return configured(Ec2Client.builder()).httpClient(http).build();
    }

    SsmClient ssm() {
        return configured(SsmClient.builder()).httpClient(http).build();
    }

    private <B extends AwsClientBuilder<B, C>, C> B configured(B builder) {
        builder.region(Region.of(environment.getOrDefault("AWS_REGION", "us-east-1")))
                .credentialsProvider(credentials())
                .overrideConfiguration(override -> override.retryStrategy(RetryMode.STANDARD));
        String endpoint = environment.get("AWS_ENDPOINT_URL");
        return endpoint == null ? builder : builder.endpointOverride(URI.create(endpoint));
    }

    /** Another cloud has no instance metadata to ask: the keys come from the same environment as its address. */
    private AwsCredentialsProvider credentials() {
        String id = environment.get("AWS_ACCESS_KEY_ID");
        String secret = environment.get("AWS_SECRET_ACCESS_KEY");
        return environment.containsKey("AWS_ENDPOINT_URL") && id != null && secret != null
                ? StaticCredentialsProvider.create(AwsBasicCredentials.create(id, secret))
                : DefaultCredentialsProvider.builder().build();
    }
}
