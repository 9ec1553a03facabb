package io.zooark.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.time.Clock;
import java.util.Map;

/** One run of the tool, with nothing of this process around it. */
record ToolRun(int status, String out, String err) {

    static ToolRun of(Map<String, String> environment, String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int status = Main.run(
                arguments,
                new Surroundings(
                        InputStream.nullInputStream(),
                        new PrintStream(out, true, UTF_8),
                        new PrintStream(err, true, UTF_8),
                        environment,
                        Clock.systemUTC(),
                        () -> false));
        return new ToolRun(status, out.toString(UTF_8), err.toString(UTF_8));
    }
}
