package io.zooark.local.stepfunctions;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** A state that runs several workflows at the same time, each with the state's input. */
record ParallelState(Outline outline, List<Workflow> branches) implements State {
    ParallelState {
        branches = List.copyOf(branches);
    }

    @Override
    public List<Workflow> inner() {
        return branches;
    }

    @Override
    public String type() {
        return "Parallel";
    }

    @Override
    public Step perform(Visit visit, JsonNode input) {
        visit.branch().record("ParallelStateStarted", Json.object());
        List<Fork.Line> lines = branches.stream()
                .map(workflow -> new Fork.Line(workflow, input, visit.branch().item()))
                .toList();
        JsonNode results = new Fork(visit, lines, lines.size()).run(Fork.Chronicle.SILENT);
        visit.branch().record("ParallelStateSucceeded", Json.object());
        return new Step(results, outline.next());
    }
}
