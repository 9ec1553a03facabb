package io.zooark.local.stepfunctions;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

/** States and where to start: a whole machine, the inside of a Map, or one branch of a Parallel. */
record Workflow(String startAt, Map<String, State> states) {
    Workflow {
        states = new LinkedHashMap<>(states);
    }

    /** Returns the names of all states, each followed by those inside it. */
    Stream<String> names() {
        return states.values().stream()
                .flatMap(state -> Stream.concat(
                        Stream.of(state.name()), state.inner().stream().flatMap(Workflow::names)));
    }

    State state(String name) {
        State state = states.get(name);
        if (state == null) {
            throw new IllegalStateException("no state '" + name + "', which the check of the definition must rule out");
        }
        return state;
    }
}
