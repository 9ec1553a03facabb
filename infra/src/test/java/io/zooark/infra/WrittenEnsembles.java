package io.zooark.infra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The file of ensembles that a test writes and has read. */
final class WrittenEnsembles {
    /** One ensemble, and of it only what must not be left out. */
    static final String LEAST = """
            ensembles:
              - name: orders
                seedHosts: [10.0.1.11]
                network:
                  vpc: vpc-0a1b2c3d
                  subnets: [subnet-0a1b2c3d]
                  cidrs: [10.0.9.0/28]
                  serverGroups: [sg-0a1b2c3d]
            """;

    private final Path path;

    WrittenEnsembles(Path folder) {
        path = folder.resolve("ensembles.yaml");
    }

    /** Returns where the file lies once it is written. */
    Path path() {
        return path;
    }

    Ensembles read(String text) throws IOException {
        return EnsemblesFile.read(write(text));
    }

    /** Returns what is said of a file, a line of it first. */
    String[] problems(String text) throws IOException {
        Path file = write(text);
        ConfigurationException refused =
                catchThrowableOfType(ConfigurationException.class, () -> EnsemblesFile.read(file));
        assertThat(refused).as("accepted: " + text).isNotNull();
        return String.valueOf(refused.getMessage())
                .lines()
                .filter(line -> line.startsWith(file + ":"))
                .map(line -> line.substring(file.toString().length() + 1))
                .toArray(String[]::new);
    }

    Path write(String text) throws IOException {
        return Files.writeString(path, text);
    }
}
