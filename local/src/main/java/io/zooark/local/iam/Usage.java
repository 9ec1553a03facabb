package io.zooark.local.iam;

import java.util.ArrayList;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Which statements have decided a call, and by which of their actions and resources. */
final class Usage {
    private final IdentityHashMap<Statement, Set<String>> used = new IdentityHashMap<>();

    synchronized void note(Statement statement, Call call) {
        Set<String> patterns = used.computeIfAbsent(statement, fresh -> new TreeSet<>());
        patterns.addAll(statement.actionsFor(call));
        patterns.addAll(statement.resourcesFor(call));
    }

    /** Returns a line for each statement that has decided nothing, and for each unused part of the others. */
    synchronized List<String> unused(Collection<Statement> statements) {
        List<String> lines = new ArrayList<>();
        for (Statement statement : statements) {
            Set<String> patterns = used.get(statement);
            if (patterns == null) {
                lines.add(statement + ": all of it: " + whole(statement));
                continue;
            }
            List.of(statement.actions(), statement.resources()).stream()
                    .flatMap(List::stream)
                    .filter(pattern -> !patterns.contains(pattern))
                    .forEach(pattern -> lines.add(statement + ": " + pattern));
        }
        return lines;
    }

    private static String whole(Statement statement) {
        return String.join(", ", statement.actions())
                + " on "
                + String.join(", ", statement.resources())
                + statement.conditions().stream()
                        .map(condition -> " if " + condition.text())
                        .collect(Collectors.joining());
    }
}
