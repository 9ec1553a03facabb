package io.zooark.infra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FunctionsJarTest {
    private final Path folder;

    FunctionsJarTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void saysHowToBuildWhatIsMissing() {
        assertThatThrownBy(() -> FunctionsJar.existing(folder.resolve("zooark.jar")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(folder.resolve("zooark.jar").toString())
                .hasMessageContaining("./mvnw package -pl functions -am");
    }

    @Test
    void takesTheJarThatIsThere() throws IOException {
        Path jar = Files.writeString(folder.resolve("zooark.jar"), "");

        assertThat(FunctionsJar.existing(jar)).isEqualTo(jar);
    }
}
