package io.zooark.local;

import io.zooark.local.zookeeper.LocalHost;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The restore of Apache's Snapshot and Restore Guide, which tests follow to show what it leads to. */
final class ByTheLetter {
    private final Trial trial;

    ByTheLetter(Trial trial) {
        this.trial = trial;
    }

    /** Moves the old files away from each server, as the guide says, while it runs. */
    void moveOldFilesAway() throws IOException {
        for (LocalHost host : trial.ensemble().hosts()) {
            for (Path dir : List.of(host.server().dataDir(), host.server().dataLogDir())) {
                Path away = Files.createDirectories(dir.resolve("moved-by-hand"));
                try (Stream<Path> files = Files.list(dir.resolve("version-2"))) {
                    for (Path file : files.toList()) {
                        Files.move(file, away.resolve(file.getFileName()));
                    }
                }
            }
        }
    }

    /** Sends a backup to each server by the command {@code restore}; each answers that it has restored it. */
    void restore(Trial.Backup backup) throws IOException, InterruptedException {
        Path snapshot =
                trial.vaultFile(backup.manifest().path("object").path("key").asText());
        HttpClient http = HttpClient.newHttpClient();
        for (LocalHost host : trial.ensemble().hosts()) {
            HttpRequest request = HttpRequest.newBuilder(URI.create(
                            "http://127.0.0.1:" + host.server().ports().admin() + "/commands/restore"))
                    .header("Authorization", "digest super:" + Trial.SUPER_PASSWORD)
                    .header("Content-Type", "application/octet-stream")
                    .POST(HttpRequest.BodyPublishers.ofFile(snapshot))
                    .build();
            HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() != 200 || !answer.body().contains("last_zxid")) {
                throw new IOException("server " + host.server().id() + " answered restore with " + answer.statusCode()
                        + ": " + answer.body());
            }
        }
    }
}
