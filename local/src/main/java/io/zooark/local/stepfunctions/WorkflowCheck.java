package io.zooark.local.stepfunctions;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;

/** Checks the ways through a workflow: each leads to a state that exists, none is left out, none goes round for ever. */
final class WorkflowCheck {
    private final Section section;
    private final Workflow workflow;

    private WorkflowCheck(Section section, Workflow workflow) {
        this.section = section;
        this.workflow = workflow;
    }

    static Workflow check(Section section, Workflow workflow) {
        WorkflowCheck check = new WorkflowCheck(section, workflow);
        if (!workflow.states().containsKey(workflow.startAt())) {
            throw section.refuse("StartAt", "no state is called '" + workflow.startAt() + "'");
        }
        workflow.states().values().forEach(check::successorsExist);
        Set<String> reached = check.reachedFrom(workflow.startAt());
        workflow.states().values().forEach(state -> {
            if (!reached.contains(state.name())) {
                throw check.refuse(state, "no other state leads here");
            }
            if (check.reachedFrom(state.name()).stream()
                    .noneMatch(name -> workflow.state(name).terminal())) {
                throw check.refuse(state, "no way from here ends");
            }
        });
        return workflow;
    }

    private void successorsExist(State state) {
        for (String next : state.successors()) {
            if (!workflow.states().containsKey(next)) {
                throw refuse(state, "no state is called '" + next + "', to which it leads");
            }
        }
    }

    private Set<String> reachedFrom(String start) {
        Set<String> reached = new HashSet<>();
        Deque<String> open = new ArrayDeque<>();
        open.add(start);
        while (!open.isEmpty()) {
            String name = open.remove();
            if (reached.add(name)) {
                open.addAll(workflow.state(name).successors());
            }
        }
        return reached;
    }

    private InvalidDefinitionException refuse(State state, String problem) {
        return section.refuse("States." + state.name(), problem);
    }
}
