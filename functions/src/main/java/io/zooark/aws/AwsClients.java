package io.zooark.aws;

import io.zooark.error.RequestRefusedException;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.retry.RetryMode;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;
import software.amazon.awssdk.services.ssm.SsmClient;

/** The AWS clients of a process; {@code AWS_ENDPOINT_URL} leads all of them to another cloud, such as the local one. */
public final class AwsClients {
    /** A stalled connection must not eat the function's time: S3 and the others send bytes far sooner than this. */
    private static final Duration SILENCE = Duration.ofSeconds(25);

    private static final String ENDPOINT = "AWS_ENDPOINT_URL";
    /** Another cloud has no regions, but each request must name one. */
    private static final String ANY_REGION = "us-east-1";

    private final Map<String, String> environment;
    private final SdkHttpClient http =
            UrlConnectionHttpClient.builder().socketTimeout(SILENCE).build();
    private final SdkHttpClient watched = new WatchedHttp(SILENCE);

    /** Makes clients of a function, to which the Lambda runtime tells region and keys. */
    public AwsClients(Map<String, String> environment) {
        this.environment = environment;
    }

    /**
     * Makes clients of a person, whose region and keys may also stand in a profile.
     *
     * @throws RequestRefusedException if there is no region or are no keys, with what to do about it
     */
    public static AwsClients ofPerson(Map<String, String> environment) {
        Map<String, String> known = new HashMap<>(environment);
        known.computeIfAbsent("AWS_REGION", name -> personalRegion(environment));
        AwsClients clients = new AwsClients(known);
        clients.requireCredentials();
        return clients;
    }

    private static String personalRegion(Map<String, String> environment) {
        String other = environment.get("AWS_DEFAULT_REGION");
        if (other != null) {
            return other;
        }
        if (environment.containsKey(ENDPOINT)) {
            return ANY_REGION;
        }
        try {
            return new DefaultAwsRegionProviderChain().getRegion().id();
        } catch (SdkClientException e) {
            throw new RequestRefusedException(
                    "no AWS region is known", "give --region, or set AWS_REGION or AWS_PROFILE: that of the bucket", e);
        }
    }

    private void requireCredentials() {
        try {
            credentials().resolveCredentials();
        } catch (SdkClientException e) {
            throw new RequestRefusedException(
                    "no AWS credentials are found",
                    "set AWS_PROFILE to a profile with keys, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY; where a profile"
                            + " signs in by SSO or takes a role: eval \"$(aws configure export-credentials --format env)\"",
                    e);
        }
    }

    public S3Client s3() {
        return configured(S3Client.builder()).httpClient(watched).build();
    }

    /** Returns a maker of addresses that give whoever knows them what these clients may read. */
    public S3Presigner s3Presigner() {
        S3Presigner.Builder builder = S3Presigner.builder().region(region()).credentialsProvider(credentials());
        String endpoint = environment.get(ENDPOINT);
        return (endpoint == null ? builder : builder.endpointOverride(URI.create(endpoint))).build();
    }

    public Ec2Client ec2() {
        return configured(Ec2Client.builder()).httpClient(http).build();
    }

    public SsmClient ssm() {
        return configured(SsmClient.builder()).httpClient(http).build();
    }

    private Region region() {
        return Region.of(environment.getOrDefault("AWS_REGION", ANY_REGION));
    }

    private <B extends AwsClientBuilder<B, C>, C> B configured(B builder) {
        builder.region(region())
                .credentialsProvider(credentials())
                .overrideConfiguration(override -> override.retryStrategy(RetryMode.STANDARD));
        String endpoint = environment.get(ENDPOINT);
        return endpoint == null ? builder : builder.endpointOverride(URI.create(endpoint));
    }

    /** Another cloud has no instance metadata to ask: the keys come from the same environment as its address. */
    private AwsCredentialsProvider credentials() {
        String id = environment.get("AWS_ACCESS_KEY_ID");
        String secret = environment.get("AWS_SECRET_ACCESS_KEY");
        return environment.containsKey(ENDPOINT) && id != null && secret != null
                ? StaticCredentialsProvider.create(AwsBasicCredentials.create(id, secret))
                : DefaultCredentialsProvider.builder().build();
    }
}
