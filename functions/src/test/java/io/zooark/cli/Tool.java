package io.zooark.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import io.zooark.json.Json;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Clock;
import java.util.Map;

/** The tool as a person runs it, with what it says. */
final class Tool {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    int run(String... arguments) {
        return run(new byte[0], arguments);
    }

    int run(byte[] standardInput, String... arguments) {
        out.reset();
        err.reset();
        return Main.run(
                arguments,
                new Surroundings(
                        new ByteArrayInputStream(standardInput),
                        new PrintStream(out, true, UTF_8),
                        new PrintStream(err, true, UTF_8),
                        Map.of(),
                        Clock.systemUTC(),
                        () -> false));
    }

    String out() {
        return out.toString(UTF_8);
    }

    String err() {
        return err.toString(UTF_8);
    }

    JsonNode json() throws IOException {
        return Json.mapper().readTree(out.toByteArray());
    }
}
