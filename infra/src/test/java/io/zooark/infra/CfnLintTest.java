package io.zooark.infra;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What cfn-lint says of the templates, where it is installed. */
@NeedsNode
class CfnLintTest {
    private static final int PATIENCE_SECONDS = 300;
    private static final Path SAID = Path.of("target", "cfn-lint.txt");

    /**
     * Errors alone: warnings are about what the CDK writes, such as a dependency that a reference implies.
     *
     * <p>Those of the review are taken, which has every stack, and is synthesised anyway.
     */
    @Test
    void findsNoErrorInAnyTemplate() throws IOException, InterruptedException {
        Optional<Path> linter = installed();
        if (linter.isEmpty()) {
            System.out.println("infra: templates not linted, there is no cfn-lint (pip install cfn-lint)");
        }
        assumeTrue(linter.isPresent(), "there is no cfn-lint");
        List<String> command =
                new ArrayList<>(List.of(linter.orElseThrow().toString(), "--ignore-checks", "W", "I", "--"));
        try (Stream<Path> files = Files.list(Synthesis.reviewed())) {
            files.map(Path::toString)
                    .filter(file -> file.endsWith(".template.json"))
                    .forEach(command::add);
        }
        assertThat(command).hasSizeGreaterThan(8);

        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(SAID.toFile())
                .start();
        try {
            assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).as(Files.readString(SAID, UTF_8)).isZero();
        } finally {
            process.destroyForcibly();
        }
    }

    private static Optional<Path> installed() {
        return Pattern.compile(File.pathSeparator)
                .splitAsStream(Optional.ofNullable(System.getenv("PATH")).orElse(""))
                .map(folder -> Path.of(folder, "cfn-lint"))
                .filter(Files::isExecutable)
                .findFirst();
    }
}
