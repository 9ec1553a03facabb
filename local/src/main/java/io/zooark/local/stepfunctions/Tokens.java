package io.zooark.local.stepfunctions;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The tokens of tasks that wait until somebody answers with theirs. */
final class Tokens {
    private static final int LENGTH = 36;

    private final Map<String, CompletableFuture<Reply>> waiting = new ConcurrentHashMap<>();

    /**
     * What somebody answered: an output, or an error.
     *
     * @param output null for an error
     */
    record Reply(
            @Nullable JsonNode output,
            @Nullable String error,
            @Nullable String cause) {

        JsonNode orFailure() {
            if (output == null) {
                throw new StateFailure(Optional.ofNullable(error).orElse(""), cause);
            }
            return output;
        }
    }

    String issue() {
        String token = UUID.randomUUID().toString();
        waiting.put(token, new CompletableFuture<>());
        return token;
    }

    CompletableFuture<Reply> reply(String token) {
        CompletableFuture<Reply> reply = waiting.get(token);
        if (reply == null) {
            throw new IllegalStateException("no task waits with token " + token);
        }
        return reply;
    }

    void forget(String token) {
        waiting.remove(token);
    }

    /**
     * Answers the task that waits.
     *
     * @throws StepFunctionsException if none does any more, or ever did
     */
    void answer(String token, Reply reply) {
        if (token.length() != LENGTH) {
            throw new StepFunctionsException("InvalidToken", "Invalid Token: 'Invalid token'");
        }
        CompletableFuture<Reply> waiter = waiting.get(token);
        if (waiter == null || !waiter.complete(reply)) {
            throw new StepFunctionsException("TaskTimedOut", "Task Timed Out: 'Provided task does not exist anymore'");
        }
    }
}
