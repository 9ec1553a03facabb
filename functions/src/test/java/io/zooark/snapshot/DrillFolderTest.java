package io.zooark.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DrillFolderTest {
    private final Path disk;

    DrillFolderTest(@TempDir Path disk) {
        this.disk = disk;
    }

    @Test
    void goesWithAllThatIsInIt() throws IOException {
        try (DrillFolder folder = DrillFolder.under(disk)) {
            Path mine = folders().get(0);
            Files.createDirectories(mine.resolve("data/version-2"));
            Files.writeString(mine.resolve("data/version-2/snapshot.1"), "x");
            assertThat(folder).isNotNull();
        }

        assertThat(disk).isEmptyDirectory();
    }

    @Test
    void leavesTheFolderOfAnotherDrillThatLives() throws IOException {
        try (DrillFolder first = DrillFolder.under(disk);
                DrillFolder second = DrillFolder.under(disk)) {
            assertThat(first).isNotSameAs(second);
            assertThat(folders()).hasSize(2);
        }

        assertThat(disk).isEmptyDirectory();
    }

    @Test
    void removesWhatAKilledDrillHasLeft() throws IOException {
        Path dead = Files.createDirectory(disk.resolve("zooark-drill-1"));
        Files.writeString(dead.resolve("stored"), "bytes");
        Files.writeString(disk.resolve("zooark-drill-1.lock"), "");
        Path somebodyElses = Files.createDirectory(disk.resolve("zooark"));

        DrillFolder.under(disk).close();

        assertThat(disk).isDirectoryNotContaining(path -> !path.equals(somebodyElses));
        assertThat(somebodyElses).exists();
    }

    private List<Path> folders() throws IOException {
        try (Stream<Path> found = Files.list(disk)) {
            return found.filter(Files::isDirectory).toList();
        }
    }
}
