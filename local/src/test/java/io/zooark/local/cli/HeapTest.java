package io.zooark.local.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.zooark.cli.Main;
import io.zooark.json.Json;
import io.zooark.local.cli.ManyZnodes.Shape;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Runs the tool in a JVM of its own with the heap that its usage promises to be enough. */
@Tag("thorough")
class HeapTest {
    private static final int MILLIONS = 5_000_000;

    private final Path directory;

    HeapTest(@TempDir Path directory) {
        this.directory = directory;
    }

    @ParameterizedTest
    @EnumSource(Shape.class)
    void inspectsFiveMillionZnodesOfWhateverShapeWithin512Megabytes(Shape shape) throws Exception {
        try (Run run = new Run("-Xmx512m", "inspect", "--json", "--depth", "1000", "-")) {
            run.send(new ManyZnodes(shape, MILLIONS));

            JsonNode told = run.answer(0);
            assertThat(told.at("/subtrees/rows/0/znodes").asLong()).isEqualTo(1 + MILLIONS);
            assertThat(told.at("/subtrees/more").asLong()).isEqualTo(1 + MILLIONS - 40);
            assertThat(told.at("/acls/used/more").asLong()).isEqualTo(1 + ManyZnodes.ACLS - 10);
        }
    }

    @Test
    void comparesAMillionZnodesWithin128Megabytes() throws Exception {
        int million = MILLIONS / 5;
        Path file = directory.resolve("deep");
        try (OutputStream out = Files.newOutputStream(file)) {
            new ManyZnodes(Shape.DEEP, million / 2).transferTo(out);
        }
        try (Run run = new Run("-Xmx128m", "diff", "--json", "-", file.toString())) {
            run.send(new ManyZnodes(Shape.FLAT, million));

            JsonNode told = run.answer(1);
            assertThat(told.at("/counts/removed").asLong()).isEqualTo(million);
            assertThat(told.at("/counts/added").asLong()).isEqualTo(million / 2);
            assertThat(told.at("/counts/equal").asLong()).isEqualTo(1);
        }
    }

    @Test
    void leavesNoTemporaryFileBehindWhenItIsKilled() throws Exception {
        Path temporary = Files.createDirectory(directory.resolve("temporary"));
        Path file = Files.write(directory.resolve("other"), new byte[1]);
        try (Run run = new Run("-Djava.io.tmpdir=" + temporary, "diff", "-", file.toString())) {
            // more than a pipe holds: once it is written, most of it lies in the temporary file
            run.sendSome(new ManyZnodes(Shape.FLAT, 1).readNBytes(4_000_000));
        }

        assertThat(temporary).isEmptyDirectory();
    }

    /** A run of the tool, which is killed when this is closed. */
    private final class Run implements AutoCloseable {
        private final Process process;
        private final Path answer = directory.resolve("answer");

        Run(String jvmOption, String... arguments) throws IOException {
            List<String> command = new ArrayList<>();
            command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
            command.add(jvmOption);
            command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
            command.addAll(List.of(arguments));
            process = new ProcessBuilder(command)
                    .redirectOutput(answer.toFile())
                    .redirectError(Redirect.to(directory.resolve("errors").toFile()))
                    .start();
        }

        void send(InputStream bytes) throws IOException {
            try (OutputStream in = process.getOutputStream()) {
                bytes.transferTo(in);
            }
        }

        void sendSome(byte[] bytes) throws IOException {
            process.getOutputStream().write(bytes);
            process.getOutputStream().flush();
        }

        JsonNode answer(int status) throws IOException, InterruptedException {
            assertThat(process.waitFor())
                    .as(() -> errors(directory.resolve("errors")))
                    .isEqualTo(status);
            return Json.mapper().readTree(Files.readAllBytes(answer));
        }

        @Override
        public void close() {
            process.destroyForcibly().onExit().join();
        }

        private static String errors(Path file) {
            try {
                return Files.readString(file, UTF_8);
            } catch (IOException e) {
                return e.toString();
            }
        }
    }
}
