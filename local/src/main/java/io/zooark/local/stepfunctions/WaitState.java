package io.zooark.local.stepfunctions;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;

/** A state that lets time pass. */
record WaitState(Outline outline, Expression seconds) implements State {
    private static final int MOST = 99_999_999;

    @Override
    public String type() {
        return "Wait";
    }

    @Override
    public Step perform(Visit visit, JsonNode input) {
        JsonNode value = seconds.evaluate(new Scope(input, visit.context()));
        if (!value.isIntegralNumber() || value.longValue() < 0 || value.longValue() > MOST) {
            throw StateFailure.runtime(
                    "The SecondsPath must lead to an integer from 0 to " + MOST + ", got " + Json.write(value));
        }
        visit.branch().pause(Duration.ofSeconds(value.longValue()));
        return new Step(input, outline.next());
    }
}
