package io.zooark.local.bench;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** What one does without Zooark: {@code curl} takes a snapshot from a server, and something stores it. */
final class Pipeline {
    private static final String KEY = "pipeline/snapshot";

    private final Stage stage;
    private final Path folder;
    private final Path curl;
    private final Optional<Path> aws;
    private final Commands commands;

    /**
     * Prepares it.
     *
     * @param folder for the file of a snapshot and what the commands say
     * @throws IOException if there is no {@code curl}
     */
    Pipeline(Stage stage, Path folder) throws IOException {
        this.stage = requireNonNull(stage, "stage is null");
        this.folder = Files.createDirectories(folder);
        this.curl = Commands.find("curl").orElseThrow(() -> new IOException("curl is not on the PATH: install it"));
        this.aws = Commands.find("aws");
        this.commands = new Commands(folder.resolve("commands.log"), stage.credentials());
    }

    /** Returns how a snapshot is stored, as the table shows it. */
    String name() {
        return aws.isPresent() ? "curl | aws s3 cp -" : "curl to a file, one PutObject of the SDK";
    }

    /** Takes a snapshot into S3. */
    void store(int adminPort) throws IOException {
        if (aws.isPresent()) {
            commands.pipe(List.of(
                    curl(adminPort),
                    List.of(
                            aws.get().toString(),
                            "s3",
                            "cp",
                            "--no-progress",
                            "-",
                            "s3://" + Stage.BUCKET + "/" + KEY)));
            return;
        }
        Path file = folder.resolve("snapshot");
        save(adminPort, file);
        try (var s3 = Uploads.client(stage.endpoint())) {
            Uploads.put(s3, KEY, file);
        } finally {
            Files.deleteIfExists(file);
        }
    }

    /** Takes a snapshot to {@code /dev/null}. */
    void discard(int adminPort) throws IOException {
        commands.pipe(List.of(curl(adminPort)));
    }

    /** Takes a snapshot into a file. */
    void save(int adminPort, Path file) throws IOException {
        commands.keep(curl(adminPort), file);
    }

    private List<String> curl(int adminPort) {
        return List.of(
                curl.toString(),
                "--silent",
                "--show-error",
                "--fail",
                "--header",
                "Authorization: digest " + Stage.CREDENTIAL,
                "http://127.0.0.1:" + adminPort + "/commands/snapshot?streaming=true");
    }
}
