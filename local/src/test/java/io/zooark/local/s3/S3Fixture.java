package io.zooark.local.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInfo;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

/** A bucket of its own for each test, by the SDK with its own settings. */
abstract class S3Fixture {
    static final int PART = 5 * 1024 * 1024;

    final S3Client client;

    String bucket = "";

    S3Fixture(S3Client client) {
        this.client = client;
    }

    @BeforeEach
    void createBucket(TestInfo test) {
        bucket = "b-" + Integer.toHexString(test.getDisplayName().hashCode());
        client.createBucket(request -> request.bucket(bucket));
    }

    static void refused(String code, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        S3Exception.class,
                        e -> assertThat(e.awsErrorDetails().errorCode()).isEqualTo(code));
    }

    static S3Client client(URI endpoint) {
        return S3Client.builder()
                .endpointOverride(endpoint)
                .region(Region.EU_CENTRAL_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("local", "local")))
                .httpClient(UrlConnectionHttpClient.create())
                .build();
    }

    PutObjectRequest to(String key) {
        return PutObjectRequest.builder().bucket(bucket).key(key).build();
    }

    String put(String key, String content) {
        return client.putObject(to(key), RequestBody.fromString(content)).eTag();
    }

    String create(String key, String content) {
        PutObjectRequest request = to(key).toBuilder().ifNoneMatch("*").build();
        return client.putObject(request, RequestBody.fromString(content)).eTag();
    }

    String advance(String key, String etag, String content) {
        PutObjectRequest request = to(key).toBuilder().ifMatch(etag).build();
        return client.putObject(request, RequestBody.fromString(content)).eTag();
    }

    String get(String key) {
        return client.getObjectAsBytes(request -> request.bucket(bucket).key(key))
                .asUtf8String();
    }

    String eTagOf(String key) {
        return client.headObject(request -> request.bucket(bucket).key(key)).eTag();
    }

    List<String> keys(String prefix) {
        ListObjectsV2Request request = ListObjectsV2Request.builder()
                .bucket(bucket)
                .prefix(prefix)
                .maxKeys(10)
                .build();
        return client.listObjectsV2Paginator(request).contents().stream()
                .map(S3Object::key)
                .toList();
    }

    static List<String> filesIn(Path folder) throws IOException {
        try (Stream<Path> found = Files.walk(folder)) {
            return found.filter(Files::isRegularFile)
                    .map(file -> folder.relativize(file).toString())
                    .collect(Collectors.toList());
        }
    }

    static byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }

    static String crc32(byte[] content) {
        CRC32 crc = new CRC32();
        crc.update(content);
        return Base64.getEncoder()
                .encodeToString(
                        ByteBuffer.allocate(4).putInt((int) crc.getValue()).array());
    }

    /** Has several do the same at the same moment, and returns what those who were not refused got. */
    static List<String> atOnce(int many, Attempt attempt) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(many);
        try {
            CyclicBarrier start = new CyclicBarrier(many);
            List<Callable<String>> attempts = IntStream.range(0, many)
                    .mapToObj(who -> (Callable<String>) () -> {
                        start.await();
                        return attempt.by(who);
                    })
                    .toList();
            List<String> won = new ArrayList<>();
            for (Future<String> result : threads.invokeAll(attempts)) {
                try {
                    won.add(result.get());
                } catch (ExecutionException e) {
                    assertThat(e.getCause())
                            .isInstanceOfSatisfying(
                                    S3Exception.class,
                                    refused -> assertThat(refused.statusCode()).isEqualTo(412));
                }
            }
            return won;
        } finally {
            threads.shutdownNow();
        }
    }

    interface Attempt {
        String by(int who) throws SdkException;
    }
}
