package io.zooark.local.cloud;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import io.zooark.local.cloudformation.Place;
import io.zooark.local.iam.Call;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What IAM is asked about a request: actions, resources and context, as the Service Authorization Reference has them.
 *
 * <p>Where that leaves open whether a resource is asked for, it is: a leave that may be missed in AWS must be missed here.
 */
final class IamCalls {
    private static final String SSM = "AmazonSSM.";

    private final Place place;
    private final Ec2 ec2;

    IamCalls(Place place, Ec2 ec2) {
        this.place = requireNonNull(place, "place is null");
        this.ec2 = requireNonNull(ec2, "ec2 is null");
    }

    /** Returns what a request asks for, all of which its sender needs; nothing for Lambda and Step Functions. */
    List<Call> of(HttpExchange exchange) throws IOException {
        String target = exchange.getRequestHeaders().getFirst("X-Amz-Target");
        String type = exchange.getRequestHeaders().getFirst("Content-Type");
        if (target != null) {
            return target.startsWith(SSM) ? ssm(target.substring(SSM.length()), Json.read(text(exchange))) : List.of();
        }
        if (exchange.getRequestURI().getPath().startsWith("/2015-03-31/")) {
            return List.of();
        }
        if (type != null && type.startsWith("application/x-www-form-urlencoded")) {
            return ec2(Query.of(text(exchange)));
        }
        return S3Calls.of(exchange);
    }

    private static String text(HttpExchange exchange) throws IOException {
        return new String(DisturbedCall.buffered(exchange), UTF_8);
    }

    private List<Call> ec2(Query query) {
        String action = query.need("Action");
        String name = "ec2:" + action;
        if (action.startsWith("Describe")) {
            return List.of(Call.of(name, "*"));
        }
        List<Call> calls = new ArrayList<>(List.of(Call.of(name, group(query.need("GroupId")))));
        rules(query).forEach(rule -> calls.add(Call.of(name, rule)));
        Map<String, List<String>> tags = new TreeMap<>();
        for (Query specification : query.members("TagSpecification")) {
            specification
                    .members("Tag")
                    .forEach(tag -> tags.put("aws:RequestTag/" + tag.need("Key"), List.of(tag.get("Value", ""))));
        }
        if (!tags.isEmpty()) {
            List<String> keys = tags.keySet().stream()
                    .map(key -> key.replaceFirst(".*?/", ""))
                    .toList();
            calls.add(Call.of("ec2:CreateTags", rule("*"))
                    .with(tags)
                    .with("aws:TagKeys", keys.toArray(String[]::new))
                    .with("ec2:CreateAction", action));
        }
        return calls;
    }

    private List<String> rules(Query query) {
        List<String> ids = new ArrayList<>(query.values("SecurityGroupRuleId"));
        query.members("SecurityGroupRule").forEach(member -> ids.add(member.need("SecurityGroupRuleId")));
        // those that are added have no ids yet
        return ids.isEmpty() ? List.of(rule("*")) : ids.stream().map(this::rule).toList();
    }

    private String group(String id) {
        return place.arn("ec2", "security-group/" + id);
    }

    private String rule(String id) {
        return place.arn("ec2", "security-group-rule/" + id);
    }

    private List<Call> ssm(String action, JsonNode request) {
        String name = "ssm:" + action;
        return switch (action) {
            case "SendCommand" -> {
                List<Call> calls = new ArrayList<>(List.of(
                        Call.of(name, document(request.path("DocumentName").asText()))));
                request.path("InstanceIds").forEach(id -> calls.add(instance(name, id.asText())));
                yield calls;
            }
            case "GetParameter" -> {
                String parameter = request.path("Name").asText();
                yield List.of(Call.of(name, place.arn("ssm", "parameter/" + parameter.replaceFirst("^/", ""))));
            }
            default -> List.of(Call.of(name, "*"));
        };
    }

    private String document(String name) {
        // those of AWS belong to no account
        return name.startsWith("AWS-")
                ? "arn:aws:ssm:" + place.region() + "::document/" + name
                : place.arn("ssm", "document/" + name);
    }

    private Call instance(String action, String id) {
        Map<String, List<String>> tags = new TreeMap<>();
        ec2.instances().stream()
                .filter(instance -> instance.id().equals(id))
                .flatMap(instance -> instance.tags().entrySet().stream())
                .forEach(tag -> {
                    tags.put("ssm:resourceTag/" + tag.getKey(), List.of(tag.getValue()));
                    tags.put("aws:ResourceTag/" + tag.getKey(), List.of(tag.getValue()));
                });
        return Call.of(action, place.arn("ec2", "instance/" + id)).with(tags);
    }
}
