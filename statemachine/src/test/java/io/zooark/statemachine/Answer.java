package io.zooark.statemachine;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** What a script ended with. */
record Answer(int exitStatus, String standardOutput, String standardError) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Runs a command to its end, or fails after a minute; its output goes by way of files in a folder. */
    static Answer of(ProcessBuilder shell, Path folder) throws IOException, InterruptedException {
        Path output = folder.resolve("stdout");
        Path error = folder.resolve("stderr");
        Process process = shell.redirectOutput(output.toFile())
                .redirectError(error.toFile())
                .start();
        try {
            process.getOutputStream().close();
            if (!process.waitFor(60, TimeUnit.SECONDS)) {
                throw new IllegalStateException("still running after a minute: " + Files.readString(error));
            }
            return new Answer(
                    process.exitValue(), Files.readString(output, ISO_8859_1), Files.readString(error, ISO_8859_1));
        } finally {
            process.destroyForcibly();
        }
    }

    /** Returns the result: the last line of standard output. */
    JsonNode json() throws IOException {
        String last = standardOutput.lines().reduce("", (before, line) -> line);
        if (last.length() >= 2048) {
            throw new IllegalStateException("a result of " + last.length() + " bytes: " + last);
        }
        return JSON.readTree(last);
    }
}
