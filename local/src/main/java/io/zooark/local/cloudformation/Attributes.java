package io.zooark.local.cloudformation;

import static java.util.Objects.requireNonNull;

import java.util.Map;
import java.util.function.BiFunction;

/** What {@code Ref} and {@code Fn::GetAtt} say of a resource that has been made (CloudFormation Template Reference). */
final class Attributes {
    private static final String REF = "Ref";

    /** By type and attribute. */
    private static final Map<String, BiFunction<Place, Resource, String>> KNOWN = Map.ofEntries(
            Map.entry("AWS::EC2::SecurityGroup.Ref", Attributes::name),
            Map.entry("AWS::EC2::SecurityGroup.GroupId", Attributes::name),
            Map.entry("AWS::Events::Rule.Arn", arn("events", "rule/")),
            Map.entry("AWS::IAM::Role.Ref", Attributes::name),
            Map.entry(
                    "AWS::IAM::Role.Arn", (place, role) -> "arn:aws:iam::" + place.account() + ":role/" + role.name()),
            Map.entry("AWS::Lambda::Function.Ref", Attributes::name),
            Map.entry("AWS::Lambda::Function.Arn", arn("lambda", "function:")),
            Map.entry("AWS::Logs::LogGroup.Ref", Attributes::name),
            // with the wildcard: for all streams of the group
            Map.entry(
                    "AWS::Logs::LogGroup.Arn", (place, group) -> place.arn("logs", "log-group:" + group.name() + ":*")),
            Map.entry("AWS::S3::Bucket.Ref", Attributes::name),
            Map.entry("AWS::S3::Bucket.Arn", (place, bucket) -> "arn:aws:s3:::" + bucket.name()),
            Map.entry("AWS::SQS::Queue.Arn", arn("sqs", "")),
            Map.entry("AWS::SSM::Document.Ref", Attributes::name),
            Map.entry("AWS::StepFunctions::StateMachine.Ref", arn("states", "stateMachine:")),
            Map.entry("AWS::StepFunctions::StateMachine.Arn", arn("states", "stateMachine:")),
            Map.entry("AWS::StepFunctions::StateMachine.Name", Attributes::name));

    private Attributes() {}

    static String ref(Place place, Resource resource) {
        return get(place, resource, REF);
    }

    static String get(Place place, Resource resource, String attribute) {
        String key = resource.type() + "." + attribute;
        if (!KNOWN.containsKey(key)) {
            throw new TemplateException("what " + key + " is, is not known here; " + resource.id() + " has it");
        }
        return requireNonNull(KNOWN.get(key)).apply(place, resource);
    }

    private static String name(Place place, Resource resource) {
        return resource.name();
    }

    private static BiFunction<Place, Resource, String> arn(String service, String before) {
        return (place, resource) -> place.arn(service, before + resource.name());
    }
}
