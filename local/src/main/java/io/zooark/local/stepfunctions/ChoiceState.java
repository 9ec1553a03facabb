package io.zooark.local.stepfunctions;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A state that chooses the next one: the first choice whose rule holds.
 *
 * @param otherwise the Default, null where there is none
 */
record ChoiceState(
        Outline outline, List<Choice> choices, @Nullable String otherwise) implements State {
    ChoiceState {
        choices = List.copyOf(choices);
    }

    /** A rule and the state to go on with where it holds. */
    record Choice(Rule rule, String next) {}

    @Override
    public String type() {
        return "Choice";
    }

    @Override
    public Step perform(Visit visit, JsonNode input) {
        Scope scope = new Scope(input, visit.context());
        for (Choice choice : choices) {
            if (choice.rule().holds(scope)) {
                return new Step(input, choice.next());
            }
        }
        if (otherwise == null) {
            // the documents call this States.NoChoiceMatched, but this is what the service reports
            throw StateFailure.runtime(
                    "Failed to transition out of the state. The state does not point to a next state.");
        }
        return new Step(input, otherwise);
    }

    @Override
    public List<String> successors() {
        List<String> successors =
                new ArrayList<>(choices.stream().map(Choice::next).toList());
        if (otherwise != null) {
            successors.add(otherwise);
        }
        return successors;
    }

    @Override
    public boolean terminal() {
        return false;
    }
}
