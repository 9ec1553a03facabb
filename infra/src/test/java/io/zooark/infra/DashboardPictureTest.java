package io.zooark.infra;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Holds the picture in {@code README.md} to the dashboard that is deployed. */
@NeedsNode
class DashboardPictureTest {
    private static final Path PICTURE = Path.of("dashboard.svg");

    @Test
    void theFileIsDrawnFromTheDashboard() throws IOException {
        String drawn = DashboardPicture.of(Synthesis.orders().dashboard());
        Path generated = Files.writeString(Path.of("target", "dashboard.svg"), drawn);

        assertThat(PICTURE)
                .as("take over what has changed: cp infra/" + generated + " infra/" + PICTURE)
                .hasContent(drawn);
    }
}
