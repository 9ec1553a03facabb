package io.zooark.local.stepfunctions;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One state of a workflow. */
sealed interface State
        permits ChoiceState,
                DescribeState,
                FailState,
                MapState,
                ParallelState,
                PassState,
                SucceedState,
                TaskState,
                WaitState {

    Outline outline();

    /** Returns the type as events name it: {@code Task} of {@code TaskStateEntered}. */
    String type();

    /**
     * Does what the state is there for, once.
     *
     * @param input what InputPath and Parameters made of the raw input
     * @throws StateFailure if the state fails
     */
    Step perform(Visit visit, JsonNode input);

    default String name() {
        return outline().name();
    }

    /** Returns the names of all states that may come next. */
    default List<String> successors() {
        List<String> successors = new ArrayList<>();
        outline().handlers().catchers().forEach(catcher -> successors.add(catcher.next()));
        String next = outline().next();
        if (next != null) {
            successors.add(next);
        }
        return successors;
    }

    /** Returns the workflows that run inside this state. */
    default List<Workflow> inner() {
        return List.of();
    }

    /** Returns whether a workflow may end here. */
    default boolean terminal() {
        return outline().next() == null;
    }

    /**
     * What states of several types have.
     *
     * @param next the state to go on with, null where the workflow ends or the state chooses for itself
     */
    record Outline(String name, DataFlow data, @Nullable String next, Handlers handlers) {}

    /**
     * What a state did.
     *
     * @param next the state to go on with, null where the workflow ends
     */
    record Step(JsonNode result, @Nullable String next) {}
}
