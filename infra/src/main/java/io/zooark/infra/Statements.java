package io.zooark.infra;

import java.util.List;
import java.util.Map;
import software.amazon.awscdk.services.iam.Effect;
import software.amazon.awscdk.services.iam.PolicyStatement;

/** Statements of policies, each with a name that says what it is for. */
final class Statements {
    private Statements() {}

    static PolicyStatement allow(String sid, List<String> actions, List<String> resources) {
        return allow(sid, actions, resources, Map.of());
    }

    static PolicyStatement allow(
            String sid, List<String> actions, List<String> resources, Map<String, Map<String, Object>> conditions) {
        return statement(Effect.ALLOW, sid, actions, resources, conditions);
    }

    static PolicyStatement deny(
            String sid, List<String> actions, List<String> resources, Map<String, Map<String, Object>> conditions) {
        return statement(Effect.DENY, sid, actions, resources, conditions);
    }

    private static PolicyStatement statement(
            Effect effect,
            String sid,
            List<String> actions,
            List<String> resources,
            Map<String, Map<String, Object>> conditions) {
        PolicyStatement.Builder builder = PolicyStatement.Builder.create()
                .effect(effect)
                .sid(sid)
                .actions(actions)
                .resources(resources);
        return conditions.isEmpty()
                ? builder.build()
                : builder.conditions(conditions).build();
    }
}
