package io.zooark.local.stepfunctions;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** A part of a long list, and the token that asks for the next one. */
final class Page {
    static final int DEFAULT = 100;
    static final int MOST = 1000;
    private static final String TOKEN = "from-";

    private Page() {}

    /**
     * Writes one page.
     *
     * @param field the field that the list stands in
     */
    static <T> ObjectNode of(Request request, String field, List<T> all, Function<T, ObjectNode> writer) {
        int from = request.findText("nextToken")
                .map(token -> from(token, all.size()))
                .orElse(0);
        int to = Math.min(all.size(), from + request.maxResults());
        ObjectNode page = Json.object();
        ArrayNode items = page.putArray(field);
        all.subList(from, to).forEach(item -> items.add(writer.apply(item)));
        if (to < all.size()) {
            page.put("nextToken", TOKEN + to);
        }
        return page;
    }

    private static int from(String token, int size) {
        return Optional.of(token)
                .filter(text -> text.matches(TOKEN + "\\d{1,9}"))
                .map(text -> Integer.parseInt(text.substring(TOKEN.length())))
                .filter(from -> from <= size)
                .orElseThrow(() -> new StepFunctionsException("InvalidToken", "Invalid Token: '" + token + "'"));
    }
}
