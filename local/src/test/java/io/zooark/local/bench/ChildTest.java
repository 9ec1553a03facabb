package io.zooark.local.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChildTest {
    private final Path folder;

    ChildTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void answersOneQuestionAfterTheOtherAndTellsWhyItCannot() throws IOException {
        try (Child child = start()) {
            assertThat(child.ask("one")).isEqualTo("ONE");
            assertThatThrownBy(() -> child.ask("fail"))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("as I was told")
                    .hasMessageContaining("child.log");
            assertThat(child.ask("two")).isEqualTo("TWO");
        }
    }

    @Test
    void isGoneWhenItIsClosed() throws IOException {
        Child child = start();
        ProcessHandle process =
                ProcessHandle.of(Long.parseLong(child.ask("pid"))).orElseThrow();

        child.close();

        assertThat(process.isAlive()).isFalse();
    }

    private Child start() throws IOException {
        return Child.start(
                new Child.Launch(List.of(), List.of("-Xmx32m"), Shouting.class, List.of(), Map.of()),
                folder.resolve("child.log"));
    }

    /** Answers in upper case, or with its process id, or fails. */
    static final class Shouting {
        private Shouting() {}

        public static void main(String[] arguments) throws InterruptedException {
            System.out.println("a line that is no answer");
            Questions.answerAll(question -> {
                if (question.equals("fail")) {
                    throw new IllegalStateException("as I was told");
                }
                return question.equals("pid")
                        ? String.valueOf(ProcessHandle.current().pid())
                        : question.toUpperCase(Locale.ROOT);
            });
        }
    }
}
