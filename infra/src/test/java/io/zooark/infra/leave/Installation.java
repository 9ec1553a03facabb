package io.zooark.infra.leave;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.zooark.local.LocalCloud;
import io.zooark.local.cloudformation.Resource;
import io.zooark.local.cloudformation.Stacks;
import io.zooark.local.iam.Call;
import io.zooark.local.iam.Caller;
import io.zooark.local.iam.Iam;
import io.zooark.local.iam.Keys;
import io.zooark.local.iam.TemplateRoles;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Synthesised stacks as if they were deployed into the local cloud, with the leave that their roles have. */
final class Installation {
    static final String FUNCTION = "AWS::Lambda::Function";
    static final String MACHINE = "AWS::StepFunctions::StateMachine";
    private static final Map<String, String> NAMES = Map.of(
            "AWS::S3::Bucket", LocalCloud.BUCKET,
            "AWS::EC2::SecurityGroup", LocalCloud.FUNCTIONS_GROUP);

    private final Map<String, JsonNode> templates;
    private final Map<String, String> parameterKeys;
    private final Stacks stacks;
    private final Iam iam;

    /**
     * Deploys templates.
     *
     * @param parameterKeys ARN of the key that a parameter is encrypted with, by its name
     */
    Installation(Map<String, JsonNode> templates, Map<String, String> parameterKeys) {
        this.templates = Map.copyOf(templates);
        this.parameterKeys = Map.copyOf(parameterKeys);
        stacks = Stacks.deployed(
                LocalCloud.PLACE, new TreeMap<>(templates), (type, id) -> Optional.ofNullable(NAMES.get(type)));
        iam = new Iam(LocalCloud.PLACE.account(), new Keys(LocalCloud.PLACE.region(), bucketKeys(), parameterKeys));
        TemplateRoles.into(iam, stacks);
        stacks.all(FUNCTION).forEach(function -> iam.accessKey(function.name(), code(function)));
    }

    private Map<String, String> bucketKeys() {
        Map<String, String> keys = new HashMap<>();
        for (Resource bucket : stacks.all("AWS::S3::Bucket")) {
            String key = stacks.resolved(
                            bucket,
                            "/BucketEncryption/ServerSideEncryptionConfiguration/0/ServerSideEncryptionByDefault"
                                    + "/KMSMasterKeyID")
                    .asText();
            if (!key.isEmpty()) {
                keys.put(stacks.attribute(bucket, "Arn"), key);
            }
        }
        return keys;
    }

    Stacks stacks() {
        return stacks;
    }

    Iam iam() {
        return iam;
    }

    /** Returns a function's code, which is known by its function in each of its calls. */
    Caller code(Resource function) {
        return new Caller(
                stacks.text(function, "/Role"),
                function.name(),
                Map.of("lambda:SourceFunctionArn", List.of(stacks.attribute(function, "Arn"))));
    }

    /** Judges what a state machine does, as its role. */
    Optional<String> machineRefusal(String machine, String action, String resource) {
        Resource deployed = named(MACHINE, machine);
        String role = stacks.text(deployed, "/RoleArn");
        return iam.takingRefusal(role, "states.amazonaws.com", Map.of())
                .or(() -> iam.refusal(new Caller(role, machine, Map.of()), Call.of(action, resource)));
    }

    /** Returns the resource of a type that has this name. */
    Resource named(String type, String name) {
        return stacks.all(type).stream()
                .filter(resource -> resource.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + type + " is called " + name));
    }

    /**
     * Returns the same, but that a role lacks some leave.
     *
     * @param role the path of its construct
     * @param sid of a statement of its own
     * @param action the only one that the statement loses
     */
    Installation without(String role, String sid, String action) {
        Map<String, JsonNode> changed = new HashMap<>();
        templates.forEach((stack, template) -> changed.put(stack, template.deepCopy()));
        int lost = 0;
        for (Resource policy : stacks.all("AWS::IAM::Policy")) {
            if (!policy.path().equals(role + "DefaultPolicy")) {
                continue;
            }
            JsonNode document = requireNonNull(changed.get(policy.stack()), policy::stack)
                    .path("Resources")
                    .path(policy.id());
            for (JsonNode statement : document.at("/Properties/PolicyDocument/Statement")) {
                if (statement.path("Sid").asText().equals(sid)) {
                    lost += lose((ObjectNode) statement, action);
                }
            }
        }
        if (lost != 1) {
            throw new AssertionError("expected one " + action + " in " + sid + " of " + role + ", found " + lost);
        }
        return new Installation(changed, parameterKeys);
    }

    private static int lose(ObjectNode statement, String action) {
        JsonNode actions = statement.path("Action");
        ArrayNode left = statement.arrayNode();
        (actions.isArray() ? actions : statement.arrayNode().add(actions)).forEach(one -> {
            if (!one.asText().equals(action)) {
                left.add(one);
            }
        });
        int before = actions.isArray() ? actions.size() : 1;
        // a statement without actions is none
        statement.set("Action", left.isEmpty() ? left.add("none:Nothing") : left);
        return left.path(0).asText().equals("none:Nothing") ? before : before - left.size();
    }
}
