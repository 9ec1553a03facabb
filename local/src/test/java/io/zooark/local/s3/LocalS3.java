package io.zooark.local.s3;

import io.zooark.local.cloud.Gateway;
import java.io.IOException;
import java.nio.file.Path;
import software.amazon.awssdk.services.s3.S3Client;

/** The local cloud's S3 on plain files, and a client of its gateway. */
record LocalS3(Path directory, S3 s3, Gateway gateway, S3Client client) implements AutoCloseable {

    static LocalS3 open(Path directory) throws IOException {
        S3 s3 = S3.open(directory);
        Gateway gateway = Gateway.open(0).s3(s3);
        return new LocalS3(directory, s3, gateway, S3Fixture.client(gateway.endpoint()));
    }

    @Override
    public void close() {
        client.close();
        gateway.close();
        s3.close();
    }
}
