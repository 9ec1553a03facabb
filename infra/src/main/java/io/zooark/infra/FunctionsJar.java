package io.zooark.infra;

import java.nio.file.Files;
import java.nio.file.Path;

/** The jar with all functions, which module {@code functions} builds. */
final class FunctionsJar {
    /** Where it is, seen from {@code infra/}, in which the CDK runs the application. */
    static final Path BUILT = Path.of("..", "functions", "target", "zooark.jar");

    private FunctionsJar() {}

    /**
     * Returns the jar.
     *
     * @throws ConfigurationException if it is missing
     */
    static Path existing(Path jar) {
        if (!Files.isRegularFile(jar)) {
            throw new ConfigurationException(
                    "the functions' jar is missing: " + jar.toAbsolutePath().normalize(),
                    "build it first, in the project's folder: ./mvnw package -pl functions -am",
                    null);
        }
        return jar;
    }
}
