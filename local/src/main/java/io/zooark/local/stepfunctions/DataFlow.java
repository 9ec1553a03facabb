package io.zooark.local.stepfunctions;

import com.fasterxml.jackson.databind.JsonNode;

/** How a state's input becomes what it works on, and how its result becomes its output. */
record DataFlow(
        Expression inputPath,
        Expression parameters,
        Expression resultSelector,
        ResultPath resultPath,
        Expression outputPath) {

    private static final Expression ALL = Path.of("$", "");

    /** Reads the fields of a state that may have InputPath and OutputPath alone. */
    static DataFlow paths(Section state) {
        return new DataFlow(path(state, "InputPath"), ALL, ALL, ResultPath.REPLACE, path(state, "OutputPath"));
    }

    /** Reads the fields of a state that also has Parameters and ResultPath. */
    static DataFlow transforming(Section state) {
        DataFlow paths = paths(state);
        return new DataFlow(paths.inputPath, template(state, "Parameters"), ALL, resultPath(state), paths.outputPath);
    }

    /** Reads the fields of a state that also has ResultPath and ResultSelector, and no Parameters. */
    static DataFlow selecting(Section state) {
        DataFlow paths = paths(state);
        return new DataFlow(
                paths.inputPath, ALL, template(state, "ResultSelector"), resultPath(state), paths.outputPath);
    }

    /** Reads all five fields. */
    static DataFlow whole(Section state) {
        return new DataFlow(
                path(state, "InputPath"),
                template(state, "Parameters"),
                template(state, "ResultSelector"),
                resultPath(state),
                path(state, "OutputPath"));
    }

    static ResultPath resultPath(Section section) {
        if (section.find("ResultPath").filter(JsonNode::isNull).isPresent()) {
            return ResultPath.DISCARD;
        }
        return section.has("ResultPath") ? section.text("ResultPath", ResultPath::of) : ResultPath.REPLACE;
    }

    /** InputPath and OutputPath: null stands for an empty object. */
    private static Expression path(Section state, String field) {
        if (state.find(field).filter(JsonNode::isNull).isPresent()) {
            return new Expression.Literal(Json.object());
        }
        return state.has(field) ? state.text(field, text -> Path.of(text, field)) : ALL;
    }

    private static Expression template(Section state, String field) {
        return state.has(field) ? TemplateReader.read(state, field) : ALL;
    }

    JsonNode in(JsonNode raw, JsonNode context) {
        return parameters.evaluate(new Scope(inputPath.evaluate(new Scope(raw, context)), context));
    }

    JsonNode out(JsonNode raw, JsonNode result, JsonNode context) {
        JsonNode selected = resultSelector.evaluate(new Scope(result, context));
        return outputPath.evaluate(new Scope(resultPath.apply(raw, selected), context));
    }
}
