package io.zooark.local.stepfunctions;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/**
 * A state that runs its workflow once for each item of an array.
 *
 * @param itemSelector what an iteration is given; {@code $} is the state's input, {@code $$.Map.Item} the item
 * @param concurrency how many iterations may run at the same time
 */
record MapState(Outline outline, Expression itemsPath, Expression itemSelector, int concurrency, Workflow processor)
        implements State {

    /** What AWS lets run at once where MaxConcurrency is 0 or more than this. */
    private static final int MOST_CONCURRENT = 40;

    MapState {
        concurrency = concurrency == 0 ? MOST_CONCURRENT : Math.min(concurrency, MOST_CONCURRENT);
    }

    @Override
    public String type() {
        return "Map";
    }

    @Override
    public Step perform(Visit visit, JsonNode input) {
        JsonNode items = itemsPath.evaluate(new Scope(input, visit.context()));
        if (!items.isArray()) {
            throw StateFailure.runtime("The ItemsPath must lead to an array, got " + Json.write(items));
        }
        ObjectNode length = Json.object();
        length.put("length", items.size());
        visit.branch().record("MapStateStarted", length);
        List<Fork.Line> lines = new ArrayList<>();
        for (int i = 0; i < items.size(); i++) {
            lines.add(line(visit, input, i, items.get(i)));
        }
        JsonNode results = new Fork(visit, lines, concurrency).run(new Iterations(name(), visit.branch()));
        visit.branch().record("MapStateSucceeded", Json.object());
        return new Step(results, outline.next());
    }

    @Override
    public List<Workflow> inner() {
        return List.of(processor);
    }

    private Fork.Line line(Visit visit, JsonNode input, int index, JsonNode value) {
        ObjectNode item = Json.object();
        item.putObject("Item").put("Index", index).set("Value", value);
        ObjectNode context = visit.context();
        context.set("Map", item);
        return new Fork.Line(processor, itemSelector.evaluate(new Scope(input, context)), item);
    }

    /** Writes into the history how the iterations go. */
    private record Iterations(String name, Branch branch) implements Fork.Chronicle {
        @Override
        public long started(int index, long previous) {
            return branch.recordAfter(previous, "MapIterationStarted", details(index));
        }

        @Override
        public long succeeded(int index, long previous) {
            return branch.recordAfter(previous, "MapIterationSucceeded", details(index));
        }

        @Override
        public void failed(int index, long previous) {
            branch.recordAfter(previous, "MapIterationFailed", details(index));
        }

        @Override
        public void aborted(int index, long previous) {
            branch.recordAfter(previous, "MapIterationAborted", details(index));
        }

        private ObjectNode details(int index) {
            ObjectNode details = Json.object();
            details.put("name", name);
            details.put("index", index);
            return details;
        }
    }
}
