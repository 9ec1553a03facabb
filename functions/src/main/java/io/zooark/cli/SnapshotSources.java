package io.zooark.cli;

import static java.util.Objects.requireNonNull;

import io.zooark.aws.SsmCredential;
import io.zooark.ensemble.Credential;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Finds the snapshot that an argument names, and holds the options that this takes; a mixin. */
final class SnapshotSources {
    /** For the usage of each command that takes a snapshot. */
    static final String FORMS =
            "a file, plain, gzip or snappy; - for standard input; s3://BUCKET/KEY of a snapshot, its"
                    + " folder or its manifest; an ID such as daily-20261122T100000Z, or latest, with --bucket and --ensemble;"
                    + " http://HOST:PORT or https://HOST:PORT of the AdminServer of a running server";

    private final Surroundings surroundings;
    private final Progress progress;

    @Mixin
    private final VaultOptions options;

    @Option(
            names = "--credential-parameter",
            paramLabel = "NAME",
            description = "of a running server: the SSM parameter that holds user:password of its administrator;"
                    + " without it, the environment variable " + AdminCredential.VARIABLE)
    private @Nullable String credentialParameter;

    SnapshotSources(Surroundings surroundings) {
        this.surroundings = requireNonNull(surroundings, "surroundings is null");
        this.progress = new Progress(surroundings.err(), surroundings.watched());
        this.options = new VaultOptions(surroundings);
    }

    /**
     * Opens the snapshot that an argument names. Reading it shows progress to whoever watches, and fails with a message
     * that names it.
     *
     * @throws CommandFailedException if there is no such snapshot, or it cannot be opened
     * @throws ParameterException if the argument names nothing, or lacks an option
     */
    OpenSnapshot open(String argument) throws IOException, CommandFailedException {
        return followed(named(argument).open());
    }

    /** Opens it for whoever compares it with its manifest: also where other bytes have taken its place. */
    OpenSnapshot openAsItIs(String argument) throws IOException, CommandFailedException {
        return followed(named(argument).openAsItIs());
    }

    /** Returns what to throw where the arguments, each good in itself, do not go together. */
    ParameterException wrongUsage(String problem) {
        return options.wrongUsage(problem);
    }

    private OpenSnapshot followed(OpenSnapshot open) {
        return open.withBytes(progress.follow(open));
    }

    private SnapshotSource named(String argument) throws CommandFailedException {
        if (argument.startsWith(VaultOptions.S3_SCHEME)) {
            Optional<StoredSnapshot> stored = options.stored(argument);
            return stored.isPresent() ? new StoredSource(argument, stored.get()) : object(argument);
        }
        if (argument.startsWith("http://") || argument.startsWith("https://")) {
            return live(argument);
        }
        // in a folder of downloads a file may well be named by its id
        if (StoredSnapshot.isName(argument) && (options.given() || !new File(argument).exists())) {
            return new StoredSource(argument, options.stored(argument).orElseThrow());
        }
        return new FileSource(argument, surroundings.in());
    }

    private SnapshotSource object(String url) {
        String[] place = options.place(url);
        return new ObjectSource(url, options.vault(place[0]), place[1]);
    }

    private SnapshotSource live(String url) throws CommandFailedException {
        URI server;
        try {
            server = URI.create(url);
        } catch (IllegalArgumentException e) {
            throw options.wrongUsage("not the URL of a server: " + e.getMessage());
        }
        if (server.getRawUserInfo() != null) {
            throw options.wrongUsage(
                    "a credential does not belong into the arguments: set " + AdminCredential.VARIABLE);
        }
        String path = server.getRawPath() == null ? "" : server.getRawPath();
        if (server.getHost() == null || !(path.isEmpty() || path.equals("/")) || server.getRawQuery() != null) {
            throw options.wrongUsage(
                    "a running server is named http://HOST:PORT of its AdminServer, got '" + url + "'");
        }
        return new LiveSource(server, credential());
    }

    private Credential credential() throws CommandFailedException {
        if (credentialParameter != null) {
            return new SsmCredential(options.clients().ssm(), credentialParameter);
        }
        String value = surroundings.environment().get(AdminCredential.VARIABLE);
        if (value == null) {
            throw options.wrongUsage("a running server asks for its administrator: give --credential-parameter, or set "
                    + AdminCredential.VARIABLE + " to user:password");
        }
        return new AdminCredential(value);
    }
}
