package io.zooark.local.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** A bucket that tells versions, of which it keeps the newest. */
class VersionsTest {
    private final LocalS3 local;
    private final S3Client client;

    VersionsTest(@TempDir Path folder) throws IOException {
        local = LocalS3.open(folder.resolve("s3"));
        client = local.client();
    }

    @BeforeEach
    void bucket() {
        local.s3().createBucket("vault");
        local.s3().tellVersions();
    }

    @AfterEach
    void close() {
        local.close();
    }

    @Test
    void theNewestVersionIsReadByItsId() {
        String version = put("first");

        assertThat(client.headObject(head -> head.bucket("vault").key("a")).versionId())
                .isEqualTo(version);
        assertThat(client.getObjectAsBytes(get -> get.bucket("vault").key("a").versionId(version))
                        .asUtf8String())
                .isEqualTo("first");
    }

    @Test
    void aVersionThatWasReplacedIsGone() {
        String version = put("first");
        put("second");

        assertThatThrownBy(() -> client.getObjectAsBytes(
                        get -> get.bucket("vault").key("a").versionId(version)))
                .isInstanceOfSatisfying(
                        S3Exception.class,
                        e -> assertThat(e.awsErrorDetails().errorCode()).isEqualTo("NoSuchVersion"));
        assertThatThrownBy(() ->
                        client.headObject(head -> head.bucket("vault").key("a").versionId(version)))
                .isInstanceOfSatisfying(
                        S3Exception.class, e -> assertThat(e.statusCode()).isEqualTo(404));
    }

    @Test
    void anUploadInPartsHasAVersionToo() {
        String upload = client.createMultipartUpload(
                        create -> create.bucket("vault").key("a"))
                .uploadId();
        String etag = client.uploadPart(
                        part -> part.bucket("vault").key("a").uploadId(upload).partNumber(1),
                        RequestBody.fromString("part"))
                .eTag();
        CompletedPart part = CompletedPart.builder().partNumber(1).eTag(etag).build();
        String version = client.completeMultipartUpload(complete ->
                        complete.bucket("vault").key("a").uploadId(upload).multipartUpload(parts -> parts.parts(part)))
                .versionId();

        assertThat(client.headObject(head -> head.bucket("vault").key("a").versionId(version))
                        .contentLength())
                .isEqualTo(4);
    }

    private String put(String content) {
        return client.putObject(put -> put.bucket("vault").key("a"), RequestBody.fromString(content))
                .versionId();
    }
}
