package io.zooark.local.stepfunctions;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** One entry of a Catch: which errors it takes, where it notes them, and where it goes on. */
record Catcher(ErrorNames errors, ResultPath resultPath, String next) {

    static Catcher read(Section entry, boolean last) {
        entry.has("Comment");
        Catcher catcher = new Catcher(ErrorNames.read(entry, last), DataFlow.resultPath(entry), entry.text("Next"));
        entry.end();
        return catcher;
    }

    /** Returns what the next state is given: the failed state's raw input with the error in its place. */
    JsonNode output(JsonNode raw, StateFailure failure) {
        ObjectNode error = Json.object();
        error.put("Error", failure.error());
        // a time-out has no cause; AWS notes it as an empty one
        error.put("Cause", failure.cause().orElse(""));
        return resultPath.apply(raw, error);
    }
}
