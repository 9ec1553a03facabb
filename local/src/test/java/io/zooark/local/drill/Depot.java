package io.zooark.local.drill;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import io.zooark.aws.S3DrillRecords;
import io.zooark.aws.S3Vault;
import io.zooark.ensemble.Role;
import io.zooark.ensemble.ServerAddress;
import io.zooark.ensemble.ServerStatus;
import io.zooark.ensemble.Zxid;
import io.zooark.handler.FunctionLog;
import io.zooark.handler.VerifySnapshotHandler;
import io.zooark.json.Json;
import io.zooark.local.cloud.Gateway;
import io.zooark.local.cloud.LocalContext;
import io.zooark.local.s3.S3;
import io.zooark.snapshot.Examination;
import io.zooark.snapshot.Manifest;
import io.zooark.snapshot.SnapshotId;
import io.zooark.snapshot.Vault;
import io.zooark.snapshot.VerifySnapshot;
import io.zooark.zookeeper.drill.InProcessServer;
import io.zooark.zookeeper.format.SnapshotVerifier;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;

/** A vault on real S3 protocol into which snapshots are put by hand, and the function that drills them. */
final class Depot implements AutoCloseable {
    static final String BUCKET = "zooark-vault";

    private final Path disk;
    private final S3 s3;
    private final Gateway gateway;
    private final S3Client client;
    private final List<String> logged = new CopyOnWriteArrayList<>();

    private Depot(Path disk, S3 s3, Gateway gateway) {
        this.disk = disk;
        this.s3 = s3;
        this.gateway = gateway;
        s3.createBucket(BUCKET);
        gateway.s3(s3);
        client = S3Client.builder()
                .endpointOverride(gateway.endpoint())
                .region(Region.EU_CENTRAL_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("local", "local")))
                .httpClient(UrlConnectionHttpClient.create())
                .build();
    }

    /**
     * Opens one.
     *
     * @param storage where S3 keeps its objects
     * @param disk what drills may fill
     */
    static Depot open(Path storage, Path disk) throws IOException {
        return new Depot(disk, S3.open(storage), Gateway.open(0));
    }

    URI endpoint() {
        return gateway.endpoint();
    }

    /** Stores a snapshot with the manifest that a backup of it would get. */
    Manifest store(String id, byte[] snapshot) throws IOException {
        Manifest manifest = stored(id, snapshot, examined(snapshot));
        vault().publish(manifest);
        return manifest;
    }

    /** Stores some bytes under the manifest of others. */
    Manifest store(String id, byte[] stored, byte[] examined) throws IOException {
        Manifest manifest = stored(id, stored, examined(examined));
        vault().publish(manifest);
        return manifest;
    }

    /** Puts other bytes in the place of a snapshot, under a manifest that speaks of the first ones but for their etag. */
    void tamper(Manifest manifest, byte[] bytes) {
        Manifest.StoredObject object = manifest.object();
        String etag = client.putObject(
                        request -> request.bucket(BUCKET).key(object.key()), RequestBody.fromBytes(bytes))
                .eTag();
        Manifest same = with(
                manifest,
                new Manifest.StoredObject(object.key(), object.versionId(), etag, object.size(), object.crc32()));
        rewrite(same);
    }

    /** Puts a manifest in the place of the one that is there. */
    void rewrite(Manifest manifest) {
        client.putObject(
                request -> request.bucket(BUCKET).key(manifest.id().manifestKey("orders")),
                RequestBody.fromString(Json.pretty(manifest)));
    }

    /** Drills as Lambda would have it drilled. */
    JsonNode drill(String event) throws IOException {
        return drill(event, Duration.ofMinutes(15));
    }

    JsonNode drill(String event, Duration timeout) throws IOException {
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        VerifySnapshot verify = new VerifySnapshot(
                "orders", vault(), new S3DrillRecords(client, BUCKET), new InProcessServer(), disk, Clock.systemUTC());
        new VerifySnapshotHandler(verify, new FunctionLog("orders", logged::add))
                .handleRequest(
                        new ByteArrayInputStream(event.getBytes(UTF_8)),
                        answer,
                        new LocalContext("VerifySnapshot", timeout));
        return Json.mapper().readTree(answer.toByteArray());
    }

    /** Returns the last line that the function has left in its log. */
    JsonNode logged() throws IOException {
        return Json.mapper().readTree(logged.get(logged.size() - 1));
    }

    /** Returns the names of the drills that are on record for a snapshot. */
    List<String> drills(String id) {
        String folder = SnapshotId.parse(id).folder("orders");
        return keys(folder + "drill-").stream()
                .map(key -> key.substring(folder.length()))
                .toList();
    }

    /** Returns the only record of a drill of a snapshot. */
    JsonNode record(String id) throws IOException {
        List<String> keys = keys(SnapshotId.parse(id).folder("orders") + "drill-");
        if (keys.size() != 1) {
            throw new AssertionError("one record was expected, there are " + keys);
        }
        return Json.mapper()
                .readTree(client.getObjectAsBytes(
                                request -> request.bucket(BUCKET).key(keys.get(0)))
                        .asByteArray());
    }

    List<String> keys(String prefix) {
        return client.listObjectsV2(request -> request.bucket(BUCKET).prefix(prefix)).contents().stream()
                .map(S3Object::key)
                .toList();
    }

    /** Empties the vault. */
    void clear() {
        keys("").forEach(key ->
                client.deleteObject(request -> request.bucket(BUCKET).key(key)));
    }

    private S3Vault vault() {
        return new S3Vault(client, BUCKET);
    }

    private static Examination examined(byte[] snapshot) throws IOException {
        return new SnapshotVerifier().examine(new ByteArrayInputStream(snapshot), Optional.empty());
    }

    private Manifest stored(String text, byte[] snapshot, Examination examination) throws IOException {
        SnapshotId id = SnapshotId.parse(text);
        try (Vault.Upload upload = vault().begin("orders", id, snapshot.length)) {
            upload.out().write(snapshot);
            return new Manifest(
                    Manifest.FORMAT_VERSION,
                    "orders",
                    id,
                    Optional.empty(),
                    id.scheduledTime(),
                    Duration.ofSeconds(1),
                    new ServerStatus(new ServerAddress("zk1", 8080), 1, Role.FOLLOWER, true, new Zxid(1), 10, "3.9.5"),
                    "has the highest zxid",
                    List.of(),
                    examination,
                    upload.complete().orElseThrow(),
                    Map.of());
        }
    }

    private static Manifest with(Manifest manifest, Manifest.StoredObject object) {
        return new Manifest(
                manifest.formatVersion(),
                manifest.ensemble(),
                manifest.id(),
                manifest.label(),
                manifest.startedAt(),
                manifest.duration(),
                manifest.source(),
                manifest.whyThisServer(),
                manifest.passedOver(),
                manifest.examination(),
                object,
                manifest.unknown());
    }

    @Override
    public void close() {
        client.close();
        gateway.close();
        s3.close();
    }
}
