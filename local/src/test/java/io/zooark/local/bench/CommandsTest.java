package io.zooark.local.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommandsTest {
    private final Path folder;
    private final Commands commands;

    CommandsTest(@TempDir Path folder) {
        this.folder = folder;
        this.commands = new Commands(folder.resolve("commands.log"), Map.of("WORD", "word"));
    }

    @Test
    void findsWhatIsOnThePathAndNothingElse() {
        assertThat(Commands.find("sh")).isPresent();
        assertThat(Commands.find("no-such-command-anywhere")).isEmpty();
    }

    @Test
    void leadsTheOutputOfEachCommandIntoTheNext() throws IOException {
        Path file = folder.resolve("kept");

        commands.pipe(List.of(List.of("sh", "-c", "echo a $WORD"), List.of("sh", "-c", "cat > '" + file + "'")));

        assertThat(file).hasContent("a word");
    }

    @Test
    void failsWhereTheFirstOfTwoFailsThoughTheLastDoesNot() {
        assertThatThrownBy(() -> commands.pipe(List.of(List.of("sh", "-c", "exit 7"), List.of("cat"))))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("sh failed with status 7");
    }

    @Test
    void keepsWhatACommandWrites() throws IOException {
        Path file = folder.resolve("kept");

        commands.keep(List.of("sh", "-c", "echo words; echo of no interest >&2"), file);

        assertThat(file).hasContent("words");
        assertThat(Files.readString(folder.resolve("commands.log"))).contains("of no interest");
    }
}
