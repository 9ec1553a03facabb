package io.zooark.local.stepfunctions;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.zooark.local.stepfunctions.State.Outline;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads a definition in the part of the Amazon States Language that we use, and refuses all else by its path. */
final class DefinitionReader {
    private static final int LONGEST_NAME = 80;

    /** The functions that AWS allows in ErrorPath and CausePath, as far as they are known here. */
    private static final String TEXT_FUNCTION = "States\\.(Format|JsonToString)\\(.*";

    private final Set<String> names = new HashSet<>();

    private DefinitionReader() {}

    static Workflow read(JsonNode definition) {
        Section top = Section.of(definition, "");
        top.unwanted("TimeoutSeconds", "a machine that times out runs no Catch: give each Task a time-out instead");
        return new DefinitionReader().workflow(top);
    }

    private Workflow workflow(Section section) {
        section.has("Comment");
        Map<String, State> states = new LinkedHashMap<>();
        Section all = section.section("States");
        for (String name : all.names()) {
            states.put(name, state(name, all));
        }
        if (states.isEmpty()) {
            throw section.refuse("States", "must not be empty");
        }
        Workflow workflow = new Workflow(section.text("StartAt"), states);
        section.end();
        return WorkflowCheck.check(section, workflow);
    }

    private State state(String name, Section all) {
        Section state = all.section(name);
        if (name.length() > LONGEST_NAME) {
            throw all.refuse(name, "a name has at most %d characters, got %d".formatted(LONGEST_NAME, name.length()));
        }
        if (!names.add(name)) {
            throw all.refuse(name, "another state of this machine has the same name");
        }
        state.has("Comment");
        State result = switch (state.text("Type")) {
            case "Task" -> task(name, state);
            case "Choice" -> choice(name, state);
            case "Pass" -> pass(name, state);
            case "Wait" -> pause(name, state);
            case "Map" -> map(name, state);
            case "Parallel" -> parallel(name, state);
            case "Succeed" -> new SucceedState(outline(name, DataFlow.paths(state), null));
            case "Fail" -> fail(name, state);
            default -> throw state.refuse("Type", "is not known here, got '" + state.text("Type") + "'");
        };
        state.end();
        return result;
    }

    private static State task(String name, Section state) {
        state.unwanted("HeartbeatSeconds", "a Lambda function sends no heartbeat");
        String resource = state.text("Resource");
        if (resource.equals(DescribeState.RESOURCE)) {
            return describe(name, state);
        }
        boolean callback = resource.equals(TaskState.CALLBACK);
        if (!callback && !resource.equals(TaskState.RESOURCE)) {
            throw state.refuse(
                    "Resource",
                    "must be " + TaskState.RESOURCE + ", perhaps with .waitForTaskToken, or " + DescribeState.RESOURCE
                            + ", got '" + resource + "'");
        }
        Section parameters = state.section("Parameters");
        parameters.text("FunctionName", Arns::functionName);
        if (!parameters.has("Payload") && !parameters.has("Payload.$")) {
            throw parameters.refuse("Payload", "is missing; there are " + String.join(", ", parameters.names()));
        }
        parameters.end();
        @Nullable
        Duration timeout = state.has("TimeoutSeconds") ? Duration.ofSeconds(state.integer("TimeoutSeconds", 1)) : null;
        if (callback && timeout == null) {
            throw state.refuse("TimeoutSeconds", "is missing: a task whose token is lost would wait for a year");
        }
        return new TaskState(
                new Outline(name, DataFlow.whole(state), next(state), Handlers.read(state)), timeout, callback);
    }

    private static State describe(String name, Section state) {
        Section parameters = state.section("Parameters");
        if (!parameters.has("ExecutionArn") && !parameters.has("ExecutionArn.$")) {
            throw parameters.refuse("ExecutionArn", "is missing");
        }
        parameters.end();
        Duration timeout = Duration.ofSeconds(state.integer("TimeoutSeconds", 1));
        return new DescribeState(new Outline(name, DataFlow.whole(state), next(state), Handlers.read(state)), timeout);
    }

    private static State choice(String name, Section state) {
        List<ChoiceState.Choice> choices = new ArrayList<>();
        state.value("Choices");
        for (Section choice : state.sections("Choices")) {
            choice.has("Comment");
            String next = choice.text("Next");
            choices.add(new ChoiceState.Choice(RuleReader.read(choice), next));
            choice.end();
        }
        String otherwise = state.findText("Default").orElse(null);
        return new ChoiceState(outline(name, DataFlow.paths(state), null), choices, otherwise);
    }

    private static State pass(String name, Section state) {
        return new PassState(
                outline(name, DataFlow.transforming(state), next(state)),
                state.find("Result").orElse(null));
    }

    private static State pause(String name, Section state) {
        if (state.has("Seconds") == state.has("SecondsPath")) {
            throw state.refuse("Seconds", "either this or SecondsPath is wanted");
        }
        Expression seconds = state.has("Seconds")
                ? new Expression.Literal(Json.MAPPER.getNodeFactory().numberNode(state.integer("Seconds", 0)))
                : state.text("SecondsPath", text -> Path.reference(text, "SecondsPath"));
        return new WaitState(outline(name, DataFlow.paths(state), next(state)), seconds);
    }

    private State map(String name, Section state) {
        state.unwanted("TimeoutSeconds", "only a Task has a time-out");
        Section processor = state.section("ItemProcessor");
        if (processor.has("ProcessorConfig")) {
            Section config = processor.section("ProcessorConfig");
            if (!config.text("Mode").equals("INLINE")) {
                throw config.refuse("Mode", "must be INLINE, got '" + config.text("Mode") + "'");
            }
            config.end();
        }
        Expression items = state.has("ItemsPath")
                ? state.text("ItemsPath", text -> Path.reference(text, "ItemsPath"))
                : Path.of("$", "ItemsPath");
        Expression selector = state.has("ItemSelector")
                ? TemplateReader.read(state, "ItemSelector")
                : Path.of("$$.Map.Item.Value", "ItemSelector");
        Outline outline = new Outline(name, DataFlow.selecting(state), next(state), Handlers.read(state));
        return new MapState(outline, items, selector, state.integer("MaxConcurrency", 0, 0), workflow(processor));
    }

    private State parallel(String name, Section state) {
        state.unwanted("TimeoutSeconds", "only a Task has a time-out");
        state.value("Branches");
        List<Workflow> branches =
                state.sections("Branches").stream().map(this::workflow).toList();
        Outline outline = new Outline(name, DataFlow.whole(state), next(state), Handlers.read(state));
        return new ParallelState(outline, branches);
    }

    private static State fail(String name, Section state) {
        DataFlow nothing = DataFlow.paths(Section.of(Json.object(), ""));
        return new FailState(outline(name, nothing, null), words(state, "Error"), words(state, "Cause"));
    }

    /** Reads Error or Cause, or the field of the same name that ends in Path. */
    private static @Nullable Expression words(Section state, String field) {
        String path = field + "Path";
        if (state.has(field) && state.has(path)) {
            throw state.refuse(path, "and " + field + " exclude each other");
        }
        if (state.has(field)) {
            return new Expression.Literal(new TextNode(state.text(field)));
        }
        return state.has(path) ? state.text(path, text -> textExpression(text, path)) : null;
    }

    private static Expression textExpression(String text, String field) {
        if (text.startsWith("$")) {
            return Path.reference(text, field);
        }
        if (!text.matches(TEXT_FUNCTION)) {
            throw new IllegalArgumentException("only a path, States.Format or States.JsonToString is allowed here");
        }
        return ExpressionReader.read(text, field);
    }

    private static Outline outline(String name, DataFlow data, @Nullable String next) {
        return new Outline(name, data, next, Handlers.NONE);
    }

    /** Reads Next or End, of which there is one. */
    private static @Nullable String next(Section state) {
        if (state.has("Next") == state.has("End")) {
            throw state.refuse("Next", "either this or End is wanted; there are " + String.join(", ", state.names()));
        }
        if (state.has("End") && !state.bool("End")) {
            throw state.refuse("End", "must be true, or left out");
        }
        return state.findText("Next").orElse(null);
    }
}
