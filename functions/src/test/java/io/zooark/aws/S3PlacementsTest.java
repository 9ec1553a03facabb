package io.zooark.aws;

import static org.assertj.core.api.Assertions.assertThat;

import io.zooark.snapshot.Manifest.StoredObject;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class S3PlacementsTest {
    private final AwsClients clients = new AwsClients(Map.of(
            "AWS_ENDPOINT_URL",
            "http://127.0.0.1:4566",
            "AWS_REGION",
            "eu-central-1",
            "AWS_ACCESS_KEY_ID",
            "AKIDEXAMPLE",
            "AWS_SECRET_ACCESS_KEY",
            "secret"));
    private final S3Placements placements = new S3Placements(clients.s3(), clients::s3Presigner, "vault");

    /** curl sends no headers of S3's: what is signed besides the host could not be fetched by it. */
    @Test
    void signsAnAddressThatIsFetchedWithoutMore() {
        assertThat(address(Optional.of("v.1")))
                .startsWith("http://127.0.0.1:4566/vault/placements/orders/restore-1/snapshot?")
                .contains("versionId=v.1")
                .contains("X-Amz-Expires=720")
                .contains("X-Amz-SignedHeaders=host&")
                .contains("X-Amz-Signature=")
                .matches("[A-Za-z0-9.:/?&=%_~+-]{1,4000}");
    }

    @Test
    void namesNoVersionWhereTheBucketKeepsNone() {
        assertThat(address(Optional.empty())).doesNotContain("versionId");
    }

    @Test
    void givesAwayNothingButWhatWasStoredForTheRestore() {
        assertThat(address(Optional.empty())).doesNotContain("locks/orders.json");
    }

    private String address(Optional<String> version) {
        return placements.address(
                "orders",
                "restore-1",
                new StoredObject("locks/orders.json", version, "e", 1, "00000000"),
                Duration.ofMinutes(12));
    }
}
