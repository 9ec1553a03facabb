package io.zooark.local.backup;

import io.zooark.aws.S3Vault;
import io.zooark.aws.SsmCredential;
import io.zooark.aws.WatchedHttp;
import io.zooark.ensemble.Ensemble;
import io.zooark.handler.FunctionLog;
import io.zooark.handler.TakeSnapshotHandler;
import io.zooark.handler.Wiring;
import io.zooark.json.Json;
import io.zooark.local.cloud.Gateway;
import io.zooark.local.cloud.Ssm;
import io.zooark.local.s3.S3;
import io.zooark.snapshot.TakeSnapshot;
import io.zooark.snapshot.Timing;
import io.zooark.zookeeper.HttpAdminServers;
import io.zooark.zookeeper.format.SnapshotVerifier;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.core.retry.RetryMode;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;
import software.amazon.awssdk.services.ssm.SsmClient;

/** An account with a vault and a credential, in which the real function takes snapshots of whatever servers there are. */
final class Account implements AutoCloseable {
    static final String BUCKET = "zooark-vault";
    static final String PASSWORD = "s3cret-of-the-super-user";
    static final String CREDENTIAL = "super:" + PASSWORD;
    static final String DUE = "2026-11-18T10:00:00Z";

    /** Where the first snapshot of a vault goes. */
    static final String KEY = "monthly/orders/20261118T100000Z/snapshot";

    static final String PARAMETER = "/zooark/orders/admin";
    private static final Duration SILENCE = Duration.ofSeconds(25);
    private static final HttpAdminServers.Timeouts SHORT = new HttpAdminServers.Timeouts(
            Duration.ofSeconds(5), Duration.ofSeconds(10), Duration.ofSeconds(60), Duration.ofMillis(700));

    private final List<String> logged = new CopyOnWriteArrayList<>();
    private final Gateway gateway;
    private final S3 s3;
    private final Ssm ssm = new Ssm(Clock.systemUTC(), Duration.ZERO);
    private final ExecutorService executor = Executors.newCachedThreadPool(work -> {
        Thread thread = new Thread(work, "account");
        thread.setDaemon(true);
        return thread;
    });
    private final S3Client client;
    private final SsmClient ssmClient;

    private Account(Gateway gateway, S3 s3) {
        this.gateway = gateway;
        this.s3 = s3;
        s3.createBucket(BUCKET);
        gateway.s3(s3).ssm(ssm);
        this.client = s3(gateway.endpoint());
        this.ssmClient = configured(SsmClient.builder(), gateway.endpoint());
    }

    static Account open(Path folder) throws IOException {
        Account account = withoutCredential(folder);
        account.credential(CREDENTIAL);
        return account;
    }

    /** Opens an account in which nobody has written the credential's parameter. */
    static Account withoutCredential(Path folder) throws IOException {
        return new Account(Gateway.open(0), S3.open(folder));
    }

    /** Writes the credential's parameter. */
    void credential(String value) {
        ssm.secret(PARAMETER, value);
    }

    /** Writes another parameter. */
    void secret(String name, String value) {
        ssm.secret(name, value);
    }

    URI endpoint() {
        return gateway.endpoint();
    }

    /** Returns a client of this account's S3. */
    S3Client s3() {
        return client;
    }

    /** Returns a client of the S3 at an endpoint, set up as the functions' own. */
    static S3Client s3(URI endpoint) {
        return s3(endpoint, new WatchedHttp(SILENCE));
    }

    /** Returns a client of the S3 at an endpoint, with another patience. */
    static S3Client s3(URI endpoint, WatchedHttp http) {
        return common(S3Client.builder(), endpoint).httpClient(http).build();
    }

    /** Returns a client of the EC2 at an endpoint. */
    static Ec2Client ec2(URI endpoint) {
        return configured(Ec2Client.builder(), endpoint);
    }

    private static <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C> C configured(
            B builder, URI endpoint) {
        return common(builder, endpoint)
                .httpClient(UrlConnectionHttpClient.create())
                .build();
    }

    private static <B extends AwsClientBuilder<B, C>, C> B common(B builder, URI endpoint) {
        return builder.endpointOverride(endpoint)
                .region(Region.EU_CENTRAL_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("local", "local")))
                .overrideConfiguration(override -> override.retryStrategy(RetryMode.STANDARD));
    }

    /** Returns the lines that the functions have left in their log. */
    List<String> logged() {
        return List.copyOf(logged);
    }

    /** Returns the function for servers at these admin ports. */
    TakeSnapshotFunction function(Integer... adminPorts) {
        return function(client, BUCKET, adminPorts);
    }

    /** Returns the function with another way to S3. */
    TakeSnapshotFunction function(S3Client way, String bucket, Integer... adminPorts) {
        return function(Setting.usual(way).in(bucket), adminPorts);
    }

    /** Returns the function as it is set up. */
    TakeSnapshotFunction function(Setting setting, Integer... adminPorts) {
        Ensemble ensemble = ensemble(new Ensemble.Admin("http", 0, PARAMETER), setting.attempts(), adminPorts);
        return new TakeSnapshotFunction(new TakeSnapshotHandler(
                new TakeSnapshot(
                        ensemble,
                        new HttpAdminServers("http", new SsmCredential(ssmClient, PARAMETER), executor, SHORT),
                        new S3Vault(setting.way(), setting.bucket()),
                        new SnapshotVerifier(),
                        name -> Optional.empty(),
                        executor,
                        setting.timing()),
                new FunctionLog("orders", logged::add)));
    }

    /**
     * How the function is set up.
     *
     * @param way to S3
     * @param attempts at most so many while snapshots come out torn
     */
    record Setting(S3Client way, String bucket, Timing timing, int attempts) {
        static Setting usual(S3Client way) {
            return new Setting(way, BUCKET, new Timing(Clock.systemUTC(), Duration.ofSeconds(2)), 4);
        }

        Setting in(String other) {
            return new Setting(way, other, timing, attempts);
        }

        Setting with(Timing other) {
            return new Setting(way, bucket, other, attempts);
        }

        Setting attempting(int times) {
            return new Setting(way, bucket, timing, times);
        }
    }

    /** Returns the function as it is deployed: put together from its environment. */
    TakeSnapshotFunction deployed(Ensemble.Admin admin, Integer... adminPorts) {
        return new TakeSnapshotFunction(new TakeSnapshotHandler(
                Wiring.fromEnvironment(Map.of(
                                Wiring.ENSEMBLE,
                                Json.write(ensemble(admin, 4, adminPorts)),
                                Wiring.VAULT,
                                BUCKET,
                                "AWS_ENDPOINT_URL",
                                endpoint().toString(),
                                "AWS_ACCESS_KEY_ID",
                                "local",
                                "AWS_SECRET_ACCESS_KEY",
                                "local"))
                        .takeSnapshot(),
                new FunctionLog("orders", logged::add)));
    }

    private static Ensemble ensemble(Ensemble.Admin admin, int attempts, Integer... adminPorts) {
        return new Ensemble(
                "orders",
                List.of(adminPorts).stream().map(port -> "127.0.0.1:" + port).toList(),
                admin,
                Set.of(2181),
                new Ensemble.Tag("zooark:ensemble", "orders"),
                new Ensemble.HostPaths(null, null),
                new Ensemble.Functions("sg-functions", List.of("192.0.2.0/28")),
                new Ensemble.Backups("UTC", attempts, "3.9.4"),
                Set.of());
    }

    /** Returns a client of this account's Systems Manager. */
    SsmClient ssm() {
        return ssmClient;
    }

    /** Returns the keys of all objects. */
    List<String> keys() {
        return client.listObjectsV2(request -> request.bucket(BUCKET)).contents().stream()
                .map(S3Object::key)
                .toList();
    }

    /** Returns the keys of all uploads that were begun and have not ended. */
    List<String> uploading() {
        return client.listMultipartUploads(request -> request.bucket(BUCKET)).uploads().stream()
                .map(upload -> upload.key())
                .toList();
    }

    byte[] read(String key) {
        return client.getObjectAsBytes(request -> request.bucket(BUCKET).key(key))
                .asByteArray();
    }

    /** Empties the vault, so that the next test begins as the first did. */
    void clear() {
        keys().forEach(key ->
                client.deleteObject(request -> request.bucket(BUCKET).key(key)));
        client.listMultipartUploads(request -> request.bucket(BUCKET))
                .uploads()
                .forEach(upload -> client.abortMultipartUpload(
                        request -> request.bucket(BUCKET).key(upload.key()).uploadId(upload.uploadId())));
        credential(CREDENTIAL);
    }

    @Override
    public void close() {
        client.close();
        ssmClient.close();
        gateway.close();
        ssm.close();
        s3.close();
        executor.shutdownNow();
    }
}
