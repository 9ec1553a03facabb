package io.zooark.infra;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import software.amazon.awscdk.assertions.Template;

/** A synthesised template, and questions about it. */
final class Deployed {
    private final Template template;
    private final JsonNode json;

    Deployed(Template template) {
        this.template = template;
        this.json = new ObjectMapper().valueToTree(template.toJSON());
    }

    /** Returns the template, for the CDK's own assertions. */
    Template template() {
        return template;
    }

    /** Returns how many characters CloudFormation is given. */
    int size() {
        return json.toString().length();
    }

    /** Returns the type of every resource. */
    List<String> types() {
        return json.path("Resources").findValuesAsText("Type").stream()
                .filter(type -> type.startsWith("AWS::"))
                .toList();
    }

    /** Returns the properties of every resource of one type. */
    List<JsonNode> all(String type) {
        return resources(type).map(Map.Entry::getValue).toList();
    }

    /** Returns the properties of the only resource of one type. */
    JsonNode only(String type) {
        List<JsonNode> found = all(type);
        if (found.size() != 1) {
            throw new AssertionError("expected one " + type + ", found " + found.size());
        }
        return found.get(0);
    }

    /** Returns the properties of the state machine of one name. */
    JsonNode machine(String name) {
        return all("AWS::StepFunctions::StateMachine").stream()
                .filter(machine -> machine.path("StateMachineName").asText().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no state machine " + name));
    }

    /** Returns the properties of the schedule of one purpose. */
    JsonNode schedule(String purpose) {
        return all("AWS::Scheduler::Schedule").stream()
                .filter(schedule -> schedule.path("Description").asText().equals("Zooark: " + purpose))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no schedule of " + purpose));
    }

    /** Returns the text of every output whose name begins so. */
    List<String> outputs(String prefix) {
        return json.path("Outputs").properties().stream()
                .filter(output -> output.getKey().startsWith(prefix))
                .map(output -> text(output.getValue().path("Value")))
                .toList();
    }

    /** Returns the properties of a function. */
    JsonNode function(FunctionSpec spec) {
        return all("AWS::Lambda::Function").stream()
                .filter(function -> function.path("Handler").asText().equals(spec.handler()))
                .findFirst()
                .orElseThrow(() -> new AssertionError(spec + " is not deployed"));
    }

    /** Returns the id of a function. */
    String id(FunctionSpec spec) {
        return resources("AWS::Lambda::Function")
                .filter(function -> function.getValue().path("Handler").asText().equals(spec.handler()))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseThrow(() -> new AssertionError(spec + " is not deployed"));
    }

    /** Returns the properties of the alarm of one id. */
    JsonNode alarm(String id) {
        return resources("AWS::CloudWatch::Alarm")
                .filter(alarm -> alarm.getKey().matches("Alarms" + id + "[0-9A-F]{8}"))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElseThrow(() -> new AssertionError("no alarm " + id));
    }

    /** Returns the body of the only dashboard. */
    JsonNode dashboard() {
        String body = text(only("AWS::CloudWatch::Dashboard").path("DashboardBody"));
        try {
            return new ObjectMapper().readTree(body);
        } catch (JsonProcessingException e) {
            throw new AssertionError("the dashboard's body is not JSON: " + body, e);
        }
    }

    /** Returns the only metric of a namespace that an alarm goes by. */
    JsonNode alarmed(String namespace) {
        List<JsonNode> metrics = all("AWS::CloudWatch::Alarm").stream()
                .flatMap(alarm -> alarm.findParents("Namespace").stream())
                .filter(metric -> metric.path("Namespace").asText().equals(namespace))
                .toList();
        if (metrics.size() != 1) {
            throw new AssertionError("expected one metric of " + namespace + ", found " + metrics);
        }
        return metrics.get(0);
    }

    /** Returns the id of a function's role. */
    String role(FunctionSpec spec) {
        return function(spec).at("/Role/Fn::GetAtt/0").asText();
    }

    /** Returns everything that a function's role may do. */
    List<Statement> statements(FunctionSpec spec) {
        return statements(role(spec));
    }

    /** Returns everything that a role may do. */
    List<Statement> statements(String role) {
        JsonNode own = json.at("/Resources/" + role + "/Properties");
        if (own.has("ManagedPolicyArns")) {
            throw new AssertionError("role " + role + " has managed policies, which these tests do not look into: "
                    + own.path("ManagedPolicyArns"));
        }
        Stream<JsonNode> inline = stream(own.path("Policies"));
        Stream<JsonNode> attached = all("AWS::IAM::Policy").stream()
                .filter(policy -> stream(policy.path("Roles"))
                        .anyMatch(attachedTo -> attachedTo.path("Ref").asText().equals(role)));
        return Stream.concat(inline, attached)
                .flatMap(policy -> stream(policy.at("/PolicyDocument/Statement")))
                .map(Statement::of)
                .toList();
    }

    /** Returns every statement of a policy with the reasons that are written beside its policy. */
    Map<Statement, List<String>> reasons() {
        Map<Statement, List<String>> reasons = new HashMap<>();
        for (JsonNode resource : json.path("Resources")) {
            if (resource.path("Type").asText().equals("AWS::IAM::Policy")) {
                List<String> beside =
                        resource.at("/Metadata/cdk_nag/rules_to_suppress").findValuesAsText("reason");
                stream(resource.at("/Properties/PolicyDocument/Statement"))
                        .forEach(statement -> reasons.put(Statement.of(statement), beside));
            }
        }
        return reasons;
    }

    /** Returns who may take a role, as the statement says it. */
    JsonNode trust(String role) {
        return json.at("/Resources/" + role + "/Properties/AssumeRolePolicyDocument/Statement/0");
    }

    /** Returns the ids of all roles. */
    List<String> roles() {
        return resources("AWS::IAM::Role").map(Map.Entry::getKey).toList();
    }

    private Stream<Map.Entry<String, JsonNode>> resources(String type) {
        return json.path("Resources").properties().stream()
                .filter(resource -> resource.getValue().path("Type").asText().equals(type))
                .map(resource ->
                        Map.entry(resource.getKey(), resource.getValue().path("Properties")));
    }

    static Stream<JsonNode> stream(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false);
    }

    /** Returns the text that a value will have, with {@code {...}} for what is known at deployment only. */
    static String text(JsonNode value) {
        if (value.has("Fn::Join")) {
            return stream(value.at("/Fn::Join/1")).map(Deployed::text).collect(Collectors.joining());
        }
        if (value.has("Ref")) {
            return "{" + value.path("Ref").asText() + "}";
        }
        if (value.has("Fn::GetAtt")) {
            return "{" + value.at("/Fn::GetAtt/0").asText() + "."
                    + value.at("/Fn::GetAtt/1").asText() + "}";
        }
        if (value.has("Fn::ImportValue")) {
            return "{import}";
        }
        return value.asText();
    }

    /**
     * One statement of a policy.
     *
     * @param sid what it is for; empty for those that the CDK adds
     */
    record Statement(String sid, String effect, List<String> actions, List<String> resources, JsonNode condition) {
        static Statement of(JsonNode json) {
            return new Statement(
                    json.path("Sid").asText(),
                    json.path("Effect").asText(),
                    texts(json.path("Action")),
                    texts(json.path("Resource")),
                    json.path("Condition"));
        }

        boolean allows() {
            return effect.equals("Allow");
        }

        private static List<String> texts(JsonNode oneOrMany) {
            List<String> texts = new ArrayList<>();
            if (oneOrMany.isArray()) {
                oneOrMany.forEach(value -> texts.add(text(value)));
            } else {
                texts.add(text(oneOrMany));
            }
            return List.copyOf(texts);
        }
    }
}
