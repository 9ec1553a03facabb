package io.zooark.local.iam;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** Reads what policies write as one text, or as a list of them. */
final class Texts {
    private Texts() {}

    static List<String> oneOrMany(JsonNode json) {
        List<String> texts = new ArrayList<>();
        if (json.isArray()) {
            json.forEach(value -> texts.add(text(value)));
        } else {
            texts.add(text(json));
        }
        return List.copyOf(texts);
    }

    private static String text(JsonNode json) {
        if (!json.isValueNode() || json.isNull()) {
            throw new PolicyException("expected a text without intrinsics, got " + json);
        }
        return json.asText();
    }
}
