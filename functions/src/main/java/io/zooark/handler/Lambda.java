package io.zooark.handler;

import static java.util.Objects.requireNonNull;

import com.amazonaws.services.lambda.runtime.Context;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import io.zooark.error.RequestRefusedException;
import io.zooark.invocation.Deadline;
import io.zooark.invocation.Invocation;
import io.zooark.invocation.Journal;
import io.zooark.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.function.BiFunction;
import java.util.stream.Collectors;

/**
 * The boundary of a function: what crosses it, and the line that each invocation leaves in the log.
 *
 * <p>The runtime's own mapper is not used: it cannot build records in every release, ignores misspelled fields, and
 * reports bad input under its own exception names, which the state machine could not tell from a crash.
 */
final class Lambda<I, O> {
    private final String function;
    private final Class<I> type;
    private final FunctionLog log;
    private final BiFunction<I, Invocation, O> work;

    Lambda(String function, Class<I> type, FunctionLog log, BiFunction<I, Invocation, O> work) {
        this.function = requireNonNull(function, "function is null");
        this.type = requireNonNull(type, "type is null");
        this.log = requireNonNull(log, "log is null");
        this.work = requireNonNull(work, "work is null");
    }

    /** Reads a request, answers it, and writes the answer. */
    void answer(InputStream event, OutputStream answer, Context context) throws IOException {
        long begin = System.nanoTime();
        Journal journal = new Journal();
        Throwable failure = null;
        try {
            Deadline deadline = Deadline.in(Duration.ofMillis(context.getRemainingTimeInMillis()));
            O result = work.apply(read(event), new Invocation(journal, deadline));
            answer.write(Json.mapper().writeValueAsBytes(result));
        } catch (IOException | RuntimeException | Error e) {
            failure = e;
            throw e;
        } finally {
            long elapsed = Duration.ofNanos(System.nanoTime() - begin).toMillis();
            log.write(new FunctionLog.Entry(function, context.getAwsRequestId(), elapsed, journal, failure));
        }
    }

    private I read(InputStream event) throws IOException {
        try {
            return requireGiven(Json.mapper().readValue(event, type));
        } catch (JsonProcessingException e) {
            throw new RequestRefusedException(
                    "the input is not understood: " + e.getOriginalMessage() + where(e),
                    "compare it with statemachine/README.md; nothing was changed",
                    e);
        }
    }

    private static <I> I requireGiven(I request) {
        if (request == null) {
            throw new RequestRefusedException(
                    "the input is null", "compare it with statemachine/README.md; nothing was changed");
        }
        return request;
    }

    private static String where(JsonProcessingException e) {
        String field = e instanceof JsonMappingException mapping ? path(mapping) : "";
        return e.getLocation() == null
                ? ""
                : " (" + (field.isEmpty() ? "" : "field " + field + ", ") + "line "
                        + e.getLocation().getLineNr() + ", column "
                        + e.getLocation().getColumnNr() + ")";
    }

    private static String path(JsonMappingException e) {
        return e.getPath().stream()
                .map(step -> step.getFieldName() == null ? "[" + step.getIndex() + "]" : step.getFieldName())
                .collect(Collectors.joining("."));
    }
}
