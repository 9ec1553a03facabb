package io.zooark.local.s3;

import io.zooark.local.cloud.LocalStack;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import software.amazon.awssdk.services.s3.S3Client;

/** A second opinion: asks LocalStack, where Docker is. */
class LocalStackS3ContractTest extends S3Contract {
    private static @Nullable LocalStack localStack;
    private static S3Client shared;

    LocalStackS3ContractTest() {
        super(shared);
    }

    @BeforeAll
    static void start() {
        LocalStack started = LocalStack.start("s3");
        localStack = started;
        shared = client(started.endpoint());
    }

    @AfterAll
    static void stop() {
        if (localStack != null) {
            shared.close();
            localStack.close();
        }
    }
}
