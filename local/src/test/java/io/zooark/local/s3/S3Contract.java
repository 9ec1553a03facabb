package io.zooark.local.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

/** What Zooark relies on S3 for: objects, and the conditions that make locks of them; each stand-in is asked the same. */
abstract class S3Contract extends S3Fixture {
    S3Contract(S3Client client) {
        super(client);
    }

    @Test
    void anObjectIsReadAsItWasWritten() {
        byte[] content = bytes(3_000_000);

        String etag =
                client.putObject(to("data"), RequestBody.fromBytes(content)).eTag();

        assertThat(client.getObjectAsBytes(request -> request.bucket(bucket).key("data"))
                        .asByteArray())
                .isEqualTo(content);
        HeadObjectResponse head =
                client.headObject(request -> request.bucket(bucket).key("data"));
        assertThat(head.contentLength()).isEqualTo(content.length);
        assertThat(head.eTag()).isEqualTo(etag);
    }

    @Test
    void anObjectMayBeEmpty() {
        put("empty", "");

        assertThat(get("empty")).isEmpty();
        assertThat(client.headObject(request -> request.bucket(bucket).key("empty"))
                        .contentLength())
                .isZero();
    }

    @Test
    void aKeyMayHoldWhatUrlsEscape() {
        String key = "a b/c+d/é&=%25?#:.json";
        put(key, "odd");

        assertThat(get(key)).isEqualTo("odd");
        assertThat(keys("a b/")).containsExactly(key);
    }

    @Test
    void userMetadataIsKept() {
        client.putObject(
                request -> request.bucket(bucket).key("data").metadata(Map.of("verdict", "consistent")),
                RequestBody.fromString("x"));

        assertThat(client.headObject(request -> request.bucket(bucket).key("data"))
                        .metadata())
                .containsEntry("verdict", "consistent");
    }

    @Test
    void aBodyThatDoesNotMatchItsChecksumIsRefused() {
        assertThatThrownBy(() -> client.putObject(
                        request -> request.bucket(bucket).key("data").checksumCRC32(crc32(bytes(9))),
                        RequestBody.fromBytes(bytes(10))))
                .isInstanceOfSatisfying(
                        S3Exception.class, e -> assertThat(e.statusCode()).isEqualTo(400));
        assertThat(keys("")).isEmpty();
    }

    @Test
    void whatIsNotThereIsNotFound() {
        assertThatThrownBy(() -> get("nothing")).isInstanceOf(NoSuchKeyException.class);
        assertThatThrownBy(() ->
                        client.headObject(request -> request.bucket(bucket).key("nothing")))
                .isInstanceOf(NoSuchKeyException.class);
        assertThatThrownBy(() -> client.putObject(
                        request -> request.bucket("no-such-bucket").key("data"),
                        RequestBody.fromBytes(bytes(10_000_000))))
                .isInstanceOf(NoSuchBucketException.class);
    }

    @Test
    void aRangeIsReadOnlyWhileTheObjectIsTheSame() {
        String etag = put("data", "0123456789");

        assertThat(client.getObjectAsBytes(request -> request.bucket(bucket)
                                .key("data")
                                .range("bytes=3-")
                                .ifMatch(etag))
                        .asUtf8String())
                .isEqualTo("3456789");

        put("data", "abcdefghij");
        assertThatThrownBy(() -> client.getObjectAsBytes(request ->
                        request.bucket(bucket).key("data").range("bytes=3-").ifMatch(etag)))
                .isInstanceOfSatisfying(
                        S3Exception.class, e -> assertThat(e.statusCode()).isEqualTo(412));
    }

    @Test
    void aTakenKeyIsNotTakenAgain() {
        put("locks/orders.json", "first");

        assertThatThrownBy(() -> create("locks/orders.json", "second")).isInstanceOfSatisfying(S3Exception.class, e -> {
            assertThat(e.statusCode()).isEqualTo(412);
            assertThat(e.awsErrorDetails().errorCode()).isEqualTo("PreconditionFailed");
        });
        assertThat(get("locks/orders.json")).isEqualTo("first");
    }

    @Test
    void ofEightWhoTakeAKeyAtOnceOneWins() throws Exception {
        for (int round = 0; round < 5; round++) {
            String key = "locks/" + round;

            List<String> won = atOnce(8, who -> create(key, "content " + who));

            assertThat(won).hasSize(1);
            assertThat(eTagOf(key)).isEqualTo(won.get(0));
        }
    }

    @Test
    void ofEightWhoAdvanceALockAtOnceOneWins() throws Exception {
        String etag = put("locks/orders.json", "0");
        for (int round = 0; round < 5; round++) {
            String known = etag;
            String phase = "phase " + round + " of ";

            List<String> won = atOnce(8, who -> advance("locks/orders.json", known, phase + who));

            assertThat(won).hasSize(1);
            etag = won.get(0);
            assertThat(eTagOf("locks/orders.json")).isEqualTo(etag);
        }
    }

    @Test
    void aStaleEtagAdvancesNothing() {
        String stale = put("locks/orders.json", "first");
        String known = advance("locks/orders.json", stale, "second");

        assertThatThrownBy(() -> advance("locks/orders.json", stale, "third"))
                .isInstanceOfSatisfying(
                        S3Exception.class, e -> assertThat(e.statusCode()).isEqualTo(412));
        assertThatThrownBy(() -> advance("locks/orders.json", stale, "long".repeat(3_000_000)))
                .isInstanceOfSatisfying(
                        S3Exception.class, e -> assertThat(e.statusCode()).isEqualTo(412));
        assertThat(get("locks/orders.json")).isEqualTo("second");
        assertThat(advance("locks/orders.json", known, "fourth")).isNotEqualTo(known);
    }

    @Test
    void whatIsNotThereCannotBeAdvanced() {
        assertThatThrownBy(() -> advance("nothing", "\"d41d8cd98f00b204e9800998ecf8427e\"", "x"))
                .isInstanceOf(NoSuchKeyException.class);
    }

    @Test
    void aListingIsInOrderAndInPages() {
        List<String> all = IntStream.range(0, 25)
                .mapToObj("hourly/orders/%02d/manifest.json"::formatted)
                .toList();
        all.forEach(key -> put(key, "{}"));
        put("hourly/orders-2/00/manifest.json", "{}");

        assertThat(keys("hourly/orders/")).isEqualTo(all);
        ListObjectsV2Response after = client.listObjectsV2(
                request -> request.bucket(bucket).prefix("hourly/orders/").startAfter(all.get(21)));
        assertThat(after.contents()).extracting(S3Object::key).containsExactlyElementsOf(all.subList(22, 25));
    }

    @Test
    void aListingWithADelimiterShowsFolders() {
        put("hourly/orders/1/manifest.json", "{}");
        put("hourly/orders/2/manifest.json", "{}");
        put("hourly/top", "x");

        ListObjectsV2Response listed = client.listObjectsV2(
                request -> request.bucket(bucket).prefix("hourly/").delimiter("/"));

        assertThat(listed.commonPrefixes())
                .extracting(prefix -> prefix.prefix())
                .containsExactly("hourly/orders/");
        assertThat(listed.contents()).extracting(S3Object::key).containsExactly("hourly/top");
    }
}
