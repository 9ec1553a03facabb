package io.zooark.handler;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.zooark.error.RequestRefusedException;
import io.zooark.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.function.Function;

/**
 * What crosses the boundary of a function.
 *
 * <p>The runtime's own mapper is not used: it cannot build records in every release, ignores misspelled fields, and
 * reports bad input under its own exception names, which the state machine could not tell from a crash.
 */
final class Lambda {
    private Lambda() {}

    /** Reads a request, answers it, and writes the answer. */
    static <I, O> void answer(InputStream event, OutputStream answer, Class<I> type, Function<I, O> work)
            throws IOException {
        O result = work.apply(read(event, type));
        answer.write(Json.mapper().writeValueAsBytes(result));
    }

    private static <I> I read(InputStream event, Class<I> type) throws IOException {
        try {
            return Json.mapper().readValue(event, type);
        } catch (JsonProcessingException e) {
            throw new RequestRefusedException(
                    "the input is not understood: " + e.getOriginalMessage() + where(e),
                    "compare it with statemachine/README.md; nothing was changed",
                    e);
        }
    }

    private static String where(JsonProcessingException e) {
        return e.getLocation() == null
                ? ""
                : " (line " + e.getLocation().getLineNr() + ", column "
                        + e.getLocation().getColumnNr() + ")";
    }
}
