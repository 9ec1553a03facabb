package io.zooark.local.iam;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * One statement of a policy, with every text resolved.
 *
 * @param owner the role or resource that the policy is of
 * @param name its Sid, or {@code #} and its first action where it has none
 * @param allActionsBut whether {@code actions} are those of {@code NotAction}
 * @param allResourcesBut whether {@code resources} are those of {@code NotResource}
 * @param principals empty in a policy of a role
 */
record Statement(
        String owner,
        String name,
        boolean allows,
        boolean allActionsBut,
        List<String> actions,
        boolean allResourcesBut,
        List<String> resources,
        Optional<Principals> principals,
        List<Condition> conditions) {
    private static final Set<String> ELEMENTS =
            Set.of("Sid", "Effect", "Principal", "Action", "NotAction", "Resource", "NotResource", "Condition");

    public Statement {
        actions = List.copyOf(actions);
        resources = List.copyOf(resources);
        conditions = List.copyOf(conditions);
    }

    /**
     * Reads the statements of a policy document.
     *
     * @throws PolicyException if one says what is not known here
     */
    public static List<Statement> read(String owner, JsonNode document) {
        JsonNode all = document.path("Statement");
        List<Statement> statements = new ArrayList<>();
        for (JsonNode json : all.isArray() ? all : List.of(all)) {
            statements.add(readOne(owner, json));
        }
        return List.copyOf(statements);
    }

    private static Statement readOne(String owner, JsonNode json) {
        json.fieldNames().forEachRemaining(element -> {
            if (!ELEMENTS.contains(element)) {
                throw new PolicyException(element + " of a statement of " + owner + " is not known here");
            }
        });
        String effect = json.path("Effect").asText();
        if (!effect.equals("Allow") && !effect.equals("Deny")) {
            throw new PolicyException("Effect must be Allow or Deny, got '" + effect + "' of " + owner);
        }
        boolean notAction = json.has("NotAction");
        boolean notResource = json.has("NotResource");
        // a role's trust is about the role itself
        JsonNode resources =
                json.has("Resource") || notResource ? json.path(notResource ? "NotResource" : "Resource") : null;
        List<String> actions = Texts.oneOrMany(json.path(notAction ? "NotAction" : "Action"));
        return new Statement(
                owner,
                json.has("Sid") ? json.path("Sid").asText() : "#" + actions.get(0),
                effect.equals("Allow"),
                notAction,
                actions,
                notResource,
                resources == null ? List.of("*") : plain(Texts.oneOrMany(resources)),
                json.has("Principal") ? Optional.of(Principals.read(json.path("Principal"))) : Optional.empty(),
                Condition.read(json.path("Condition")));
    }

    private static List<String> plain(List<String> resources) {
        resources.stream()
                .filter(resource -> resource.contains("${"))
                .findFirst()
                .ifPresent(resource -> {
                    throw new PolicyException("variables of policies are not known here: " + resource);
                });
        return resources;
    }

    /** Returns whether this statement speaks of a call; whoever makes it. */
    boolean speaksOf(Call call) {
        return !actionsFor(call).isEmpty()
                && !resourcesFor(call).isEmpty()
                && conditions.stream().allMatch(condition -> condition.holds(call));
    }

    /** Returns which of its actions a call is an example of. */
    List<String> actionsFor(Call call) {
        return those(actions, allActionsBut, pattern -> Wildcards.matchAction(pattern, call.action()));
    }

    /** Returns which of its resources a call is about. */
    List<String> resourcesFor(Call call) {
        return those(resources, allResourcesBut, pattern -> Wildcards.matchArn(pattern, call.resource()));
    }

    private static List<String> those(List<String> patterns, boolean allBut, Predicate<String> matches) {
        List<String> matching = patterns.stream().filter(matches).toList();
        if (allBut) {
            return matching.isEmpty() ? patterns : List.of();
        }
        return matching;
    }

    @Override
    public String toString() {
        return owner + " " + name;
    }
}
