package io.zooark.statemachine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A definition as a graph: its states, and the ways from one to another. */
final class Machine {
    private final JsonNode machine;
    private final Map<String, JsonNode> states;

    Machine(String definition) {
        this.machine = read(definition);
        this.states = outer(machine);
    }

    JsonNode json() {
        return machine;
    }

    Map<String, JsonNode> states() {
        return states;
    }

    /** Returns the names of the states that do an action of a function. */
    List<String> doing(String action) {
        return states.entrySet().stream()
                .filter(state -> state.getValue().findValues("Payload").stream()
                        .anyMatch(payload -> payload.path("action").asText().equals(action)))
                .map(Map.Entry::getKey)
                .toList();
    }

    /** Returns the names of the states of a type. */
    Set<String> ofType(String type) {
        return states.entrySet().stream()
                .filter(state -> state.getValue().path("Type").asText().equals(type))
                .map(Map.Entry::getKey)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    JsonNode state(String name) {
        JsonNode state = states.get(name);
        assertThat(state).as(name).isNotNull();
        return state == null ? machine : state;
    }

    /** The states from one to the end where nothing fails and every Choice takes its default. */
    List<String> way(String start) {
        List<String> way = new ArrayList<>(List.of(start));
        JsonNode state = state(start);
        while (state.has("Next") || state.has("Default")) {
            String next = state.has("Next")
                    ? state.path("Next").asText()
                    : state.path("Default").asText();
            way.add(next);
            state = state(next);
        }
        return way;
    }

    Set<String> reachable(String start) {
        Set<String> found = new TreeSet<>();
        List<String> open = new ArrayList<>(List.of(start));
        while (!open.isEmpty()) {
            String name = open.remove(0);
            if (found.add(name)) {
                open.addAll(targets(state(name)));
            }
        }
        return found;
    }

    static List<String> targets(JsonNode state) {
        List<String> targets = new ArrayList<>(state.path("Catch").findValuesAsText("Next"));
        targets.addAll(state.path("Choices").findValuesAsText("Next"));
        Stream.of("Next", "Default")
                .filter(state::has)
                .map(state::path)
                .map(JsonNode::asText)
                .forEach(targets::add);
        return targets;
    }

    List<JsonNode> tasks() {
        return machine.findParents("Resource");
    }

    static Stream<String> texts(JsonNode list) {
        List<String> texts = new ArrayList<>();
        list.forEach(item -> texts.add(item.asText()));
        return texts.stream();
    }

    private static Map<String, JsonNode> outer(JsonNode machine) {
        Map<String, JsonNode> states = new LinkedHashMap<>();
        machine.path("States").properties().forEach(state -> states.put(state.getKey(), state.getValue()));
        return states;
    }

    private static JsonNode read(String text) {
        try {
            return new ObjectMapper().readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the definition is not JSON", e);
        }
    }
}
