package io.zooark.local.iam;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/**
 * A role: who may take it, and what it may do then.
 *
 * @param arn its ARN
 * @param trust the statements that say who may take it
 * @param statements the statements of all its policies
 */
record Role(String arn, List<Statement> trust, List<Statement> statements) {
    Role {
        requireNonNull(arn, "arn is null");
        trust = List.copyOf(trust);
        statements = List.copyOf(statements);
    }

    /**
     * Reads a role.
     *
     * @param name what lists call it
     * @param trust the policy document that says who may take it
     * @param documents its policies' documents
     */
    static Role of(String arn, String name, JsonNode trust, List<JsonNode> documents) {
        List<Statement> statements = new ArrayList<>();
        documents.forEach(document -> statements.addAll(Statement.read(name, document)));
        return new Role(arn, Statement.read(name + " trust", trust), statements);
    }
}
