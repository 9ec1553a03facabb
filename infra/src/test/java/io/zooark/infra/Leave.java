package io.zooark.infra;

import io.zooark.infra.Deployed.Statement;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the functions of one deployed ensemble may do. */
record Leave(Deployed deployed) {

    /** Returns everything that a function's role says. */
    List<Statement> statements(FunctionSpec spec) {
        return deployed.statements(spec);
    }

    /** Returns every action that a function is allowed on something. */
    Stream<String> actions(FunctionSpec spec) {
        return statements(spec).stream().filter(Statement::allows).flatMap(statement -> statement.actions().stream());
    }

    /** Returns the statements that allow a function one of these actions. */
    List<Statement> allowed(FunctionSpec spec, String... actions) {
        return statements(spec).stream()
                .filter(Statement::allows)
                .filter(statement -> Stream.of(actions).anyMatch(statement.actions()::contains))
                .toList();
    }

    /** Returns what a function is allowed an action on. */
    Set<String> keys(FunctionSpec spec, String action) {
        return allowed(spec, action).stream()
                .flatMap(statement -> statement.resources().stream())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Returns the documents that a function may send. */
    List<String> documents(FunctionSpec spec) {
        return statement(spec, "SendDocuments").resources();
    }

    /** Returns a function's statement of one name. */
    Statement statement(FunctionSpec spec, String sid) {
        return statements(spec).stream()
                .filter(statement -> statement.sid().equals(sid))
                .findFirst()
                .orElseThrow(() -> new AssertionError(spec + " has no statement " + sid));
    }
}
