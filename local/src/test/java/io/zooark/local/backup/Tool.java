package io.zooark.local.backup;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import io.zooark.cli.Main;
import io.zooark.cli.Surroundings;
import io.zooark.json.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;

/** The command line tool in the hands of a person who is signed in to an account. */
final class Tool {
    private final Map<String, String> environment = new HashMap<>();
    private final Clock clock;

    Tool(Account account, Instant now) {
        clock = Clock.fixed(now, ZoneOffset.UTC);
        environment.put("AWS_ENDPOINT_URL", account.endpoint().toString());
        environment.put("AWS_ACCESS_KEY_ID", "local");
        environment.put("AWS_SECRET_ACCESS_KEY", "local");
    }

    Tool with(String variable, String value) {
        environment.put(variable, value);
        return this;
    }

    Run run(String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int status = Main.run(
                arguments,
                new Surroundings(
                        InputStream.nullInputStream(),
                        new PrintStream(out, true, UTF_8),
                        new PrintStream(err, true, UTF_8),
                        environment,
                        clock,
                        () -> false));
        return new Run(status, out.toString(UTF_8), err.toString(UTF_8));
    }

    /** What one run printed, and how it ended. */
    record Run(int status, String out, String err) {
        JsonNode json() throws IOException {
            return Json.mapper().readTree(out);
        }
    }
}
