package io.zooark.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.zooark.json.Json;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The commands with which a person answers a restore that waits for approval, as its {@code approval.json} has them. */
record ApprovalCommands(JsonNode file) {
    private static final Pattern COMMAND =
            Pattern.compile("aws stepfunctions send-task-(success|failure) --task-token '(?<token>[^']+)'"
                    + "( --task-output '(?<output>[^']+)')?( --error (?<error>\\w+) --cause '[^']*')?");

    /** Reads the commands once they are there. */
    static ApprovalCommands awaited(Path file) throws IOException {
        long end = System.nanoTime() + Trial.LIMIT.toNanos();
        while (!file.toFile().exists()) {
            assertThat(System.nanoTime())
                    .as("no %s after %s", file, Trial.LIMIT)
                    .isLessThan(end);
            LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
        }
        return new ApprovalCommands(Json.mapper().readTree(file.toFile()));
    }

    /** Does what one of the commands says; only the shell is left out. */
    void answer(String which, AwsCalls calls) throws IOException, InterruptedException {
        String command = file.path(which).asText();
        Matcher matcher = COMMAND.matcher(command);
        assertThat(matcher.matches()).as(command).isTrue();
        String token = matcher.group("token");
        calls.stepFunctions(
                which.equals("approve") ? "SendTaskSuccess" : "SendTaskFailure",
                which.equals("approve")
                        ? Map.of("taskToken", token, "output", matcher.group("output"))
                        : Map.of("taskToken", token, "error", matcher.group("error")));
    }
}
