package io.zooark.cli;

import static java.util.Objects.requireNonNull;

import io.zooark.aws.S3Vault;
import io.zooark.snapshot.Manifest.StoredObject;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalLong;

/** A snapshot in an object of S3 that is none of the vault's, such as one that a script has copied there. */
final class ObjectSource implements SnapshotSource {
    private final String name;
    private final S3Vault bucket;
    private final String key;

    ObjectSource(String name, S3Vault bucket, String key) {
        this.name = requireNonNull(name, "name is null");
        this.bucket = requireNonNull(bucket, "bucket is null");
        this.key = requireNonNull(key, "key is null");
    }

    @Override
    public OpenSnapshot open() throws IOException, CommandFailedException {
        StoredObject object = bucket.find(key, Optional.empty())
                .orElseThrow(() -> new CommandFailedException(
                        ExitStatus.CANNOT_OPEN, "cannot open " + name + ": there is no such object or bucket"));
        return new OpenSnapshot(
                name,
                bucket.open(object),
                OptionalLong.of(object.size()),
                FileSource.zxidInName(key),
                Optional.empty());
    }
}
