package io.zooark.cli;

import static java.util.Objects.requireNonNull;

import io.zooark.aws.AwsClients;
import io.zooark.aws.S3Vault;
import io.zooark.snapshot.SnapshotId;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options that lead to a vault; a mixin. */
final class VaultOptions {
    static final String S3_SCHEME = "s3://";

    private static final Pattern S3_URL = Pattern.compile("s3://([^/]+)/(.+)");
    private static final Pattern VAULT_KEY =
            Pattern.compile("([a-z]+)/([a-z0-9-]+)/([0-9TZ]+)(?:/|/snapshot|/manifest\\.json)?");

    private final Surroundings surroundings;

    @Spec(Spec.Target.MIXEE)
    private @Nullable CommandSpec command;

    @Option(names = "--bucket", paramLabel = "BUCKET", description = "the vault's bucket")
    private @Nullable String bucket;

    @Option(names = "--ensemble", paramLabel = "NAME", description = "the ensemble's name, such as orders")
    private @Nullable String ensemble;

    @Option(
            names = "--region",
            paramLabel = "REGION",
            description = "the bucket's region; without it, that of AWS_REGION or of the profile")
    private @Nullable String region;

    VaultOptions(Surroundings surroundings) {
        this.surroundings = requireNonNull(surroundings, "surroundings is null");
    }

    boolean given() {
        return bucket != null;
    }

    String bucket() {
        return required("--bucket", bucket);
    }

    String ensemble() {
        return required("--ensemble", ensemble);
    }

    private String required(String option, @Nullable String value) {
        if (value == null || value.isBlank()) {
            throw wrongUsage("missing option " + option);
        }
        return value;
    }

    /** Returns what to throw where the arguments, each good in itself, do not go together. */
    ParameterException wrongUsage(String problem) {
        return new ParameterException(requireNonNull(command).commandLine(), problem);
    }

    /**
     * Returns the snapshot of the vault that an argument names: by a URL of S3 under which a vault would keep one, or by
     * its id; empty for any other URL of S3.
     */
    Optional<StoredSnapshot> stored(String argument) {
        if (!argument.startsWith(S3_SCHEME)) {
            String inBucket = bucket();
            String ofEnsemble = ensemble();
            return Optional.of(new StoredSnapshot(vault(inBucket), inBucket, ofEnsemble, StoredSnapshot.id(argument)));
        }
        String[] place = place(argument);
        Matcher key = VAULT_KEY.matcher(place[1]);
        Optional<SnapshotId> id =
                key.matches() ? StoredSnapshot.id(key.group(1) + "-" + key.group(3)) : Optional.empty();
        return id.map(known -> new StoredSnapshot(vault(place[0]), place[0], key.group(2), id));
    }

    /** Returns bucket and key of a URL of S3. */
    String[] place(String url) {
        Matcher parts = S3_URL.matcher(url);
        if (!parts.matches()) {
            throw wrongUsage("a snapshot in S3 is named s3://BUCKET/KEY, got '" + url + "'");
        }
        return new String[] {parts.group(1), parts.group(2)};
    }

    S3Vault vault(String inBucket) {
        return new S3Vault(clients().s3(), inBucket);
    }

    AwsClients clients() {
        Map<String, String> environment = new HashMap<>(surroundings.environment());
        if (region != null) {
            environment.put("AWS_REGION", region);
        }
        return AwsClients.ofPerson(environment);
    }
}
