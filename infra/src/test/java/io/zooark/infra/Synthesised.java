package io.zooark.infra;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.Map;

/** What {@code ensembles.yaml} becomes, for the tests of other packages. */
public final class Synthesised {
    private Synthesised() {}

    /** Returns the template of every stack that a file asks for, by the stack's name. */
    public static Map<String, JsonNode> templates(Path file) {
        return Synthesis.templates(file);
    }
}
