package io.zooark.local.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.ChecksumType;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadResponse;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.NoSuchUploadException;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.UploadPartResponse;

/** What Zooark relies on S3 for: objects that are uploaded in parts. */
class S3UploadContractTest extends S3Fixture {
    private static LocalS3 local;

    S3UploadContractTest() {
        super(local.client());
    }

    @BeforeAll
    static void open(@TempDir Path folder) throws IOException {
        local = LocalS3.open(folder);
    }

    @AfterAll
    static void close() {
        local.close();
    }

    @Test
    void anUploadInPartsBecomesOneObject() throws IOException {
        byte[] content = bytes(2 * PART + 1000);
        Upload upload = startUpload("daily/orders/snapshot");
        List<CompletedPart> parts = upload.parts(content);

        assertThat(keys("")).isEmpty();
        assertThat(upload.complete(parts, content).checksumCRC32()).isEqualTo(crc32(content));

        assertThat(client.getObjectAsBytes(request -> request.bucket(bucket).key("daily/orders/snapshot"))
                        .asByteArray())
                .isEqualTo(content);
        assertThat(filesIn(local.directory().resolve(bucket))).containsExactly("daily/orders/snapshot");
        assertThat(unfinished()).isEmpty();
    }

    @Test
    void anAbortedUploadLeavesNothing() throws IOException {
        Upload upload = startUpload("daily/orders/snapshot");
        List<CompletedPart> parts = upload.parts(bytes(PART + 1));
        assertThat(uploads()).containsExactly(upload.id);

        client.abortMultipartUpload(
                request -> request.bucket(bucket).key(upload.key).uploadId(upload.id));

        assertThat(keys("")).isEmpty();
        assertThat(uploads()).isEmpty();
        assertThat(filesIn(local.directory().resolve(bucket))).isEmpty();
        assertThat(unfinished()).isEmpty();
        assertThatThrownBy(() -> upload.complete(parts, bytes(PART + 1))).isInstanceOf(NoSuchUploadException.class);
    }

    @Test
    void anUploadDoesNotReplaceAnObjectThatItMayNot() {
        byte[] content = bytes(PART + 1);
        Upload upload = startUpload("snapshot");
        List<CompletedPart> parts = upload.parts(content);
        put("snapshot", "first");

        assertThatThrownBy(() -> upload.complete(parts, content))
                .isInstanceOfSatisfying(
                        S3Exception.class, e -> assertThat(e.statusCode()).isEqualTo(412));
        assertThat(get("snapshot")).isEqualTo("first");
        assertThat(uploads()).as("may still be aborted").containsExactly(upload.id);
    }

    @Test
    void ofFourUploadsOfOneKeyOneWins() throws Exception {
        byte[] content = bytes(PART + 1);
        List<Upload> uploads = new ArrayList<>();
        List<List<CompletedPart>> parts = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            uploads.add(startUpload("snapshot"));
            parts.add(uploads.get(i).parts(content));
        }

        List<String> won = atOnce(
                4, who -> uploads.get(who).complete(parts.get(who), content).eTag());

        assertThat(won).hasSize(1);
        assertThat(eTagOf("snapshot")).isEqualTo(won.get(0));
    }

    @Test
    void anUploadOfAnotherSizeThanStatedIsRefused() {
        byte[] content = bytes(PART + 1);
        Upload upload = startUpload("snapshot");
        List<CompletedPart> parts = upload.parts(content);

        refused(
                "InvalidRequest",
                () -> client.completeMultipartUpload(
                        upload.completion(parts).mpuObjectSize(PART + 2L).build()));
        assertThat(keys("")).isEmpty();
    }

    @Test
    void anUploadWithAnotherChecksumThanStatedIsRefused() {
        byte[] content = bytes(PART + 1);
        Upload upload = startUpload("snapshot");
        List<CompletedPart> parts = upload.parts(content);
        byte[] other = content.clone();
        other[7]++;
        List<CompletedPart> bare = parts.stream()
                .map(part -> part.toBuilder().checksumCRC32(null).build())
                .toList();

        refused("BadDigest", () -> upload.complete(parts, other));
        refused("BadDigest", () -> upload.complete(bare, other));
        assertThat(keys("")).isEmpty();
    }

    @Test
    void aPartOfAnUploadThatIsGoneIsRefused() {
        Upload upload = startUpload("snapshot");
        client.abortMultipartUpload(
                request -> request.bucket(bucket).key(upload.key).uploadId(upload.id));

        assertThatThrownBy(() -> upload.part(1, bytes(PART))).isInstanceOf(NoSuchUploadException.class);
    }

    @Test
    void anUploadWithAPartMissingOrTooSmallIsRefused() {
        Upload upload = startUpload("snapshot");
        CompletedPart small = upload.part(1, bytes(1000));
        CompletedPart last = upload.part(2, bytes(10));
        CompletedPart unknown =
                CompletedPart.builder().partNumber(3).eTag(last.eTag()).build();

        refused(
                "EntityTooSmall",
                () -> client.completeMultipartUpload(
                        upload.completion(List.of(small, last)).build()));
        refused(
                "InvalidPart",
                () -> client.completeMultipartUpload(
                        upload.completion(List.of(unknown)).build()));
    }

    private List<String> uploads() {
        return client.listMultipartUploads(request -> request.bucket(bucket)).uploads().stream()
                .map(upload -> upload.uploadId())
                .toList();
    }

    private Upload startUpload(String key) {
        return new Upload(
                key,
                client.createMultipartUpload(request -> request.bucket(bucket)
                                .key(key)
                                .checksumAlgorithm(ChecksumAlgorithm.CRC32)
                                .checksumType(ChecksumType.FULL_OBJECT))
                        .uploadId());
    }

    private List<String> unfinished() throws IOException {
        return filesIn(local.directory().resolve(".unfinished").resolve(bucket));
    }

    private final class Upload {
        private final String key;
        private final String id;

        Upload(String key, String id) {
            this.key = key;
            this.id = id;
        }

        List<CompletedPart> parts(byte[] content) {
            List<CompletedPart> parts = new ArrayList<>();
            for (int from = 0; from < content.length; from += PART) {
                parts.add(part(
                        parts.size() + 1, Arrays.copyOfRange(content, from, Math.min(content.length, from + PART))));
            }
            return parts;
        }

        CompletedPart part(int number, byte[] content) {
            UploadPartResponse response = client.uploadPart(
                    request -> request.bucket(bucket)
                            .key(key)
                            .uploadId(id)
                            .partNumber(number)
                            .checksumAlgorithm(ChecksumAlgorithm.CRC32),
                    RequestBody.fromBytes(content));
            return CompletedPart.builder()
                    .partNumber(number)
                    .eTag(response.eTag())
                    .checksumCRC32(response.checksumCRC32())
                    .build();
        }

        CompleteMultipartUploadRequest.Builder completion(List<CompletedPart> parts) {
            return CompleteMultipartUploadRequest.builder()
                    .bucket(bucket)
                    .key(key)
                    .uploadId(id)
                    .multipartUpload(upload -> upload.parts(parts));
        }

        CompleteMultipartUploadResponse complete(List<CompletedPart> parts, byte[] content) {
            return client.completeMultipartUpload(completion(parts)
                    .ifNoneMatch("*")
                    .checksumCRC32(crc32(content))
                    .checksumType(ChecksumType.FULL_OBJECT)
                    .mpuObjectSize((long) content.length)
                    .build());
        }
    }
}
