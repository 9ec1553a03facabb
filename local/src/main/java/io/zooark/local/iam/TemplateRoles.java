package io.zooark.local.iam;

import com.fasterxml.jackson.databind.JsonNode;
import io.zooark.local.cloudformation.Resource;
import io.zooark.local.cloudformation.Stacks;
import java.util.ArrayList;
import java.util.List;

/** The roles and policies of deployed templates. */
public final class TemplateRoles {
    private final Stacks stacks;

    private TemplateRoles(Stacks stacks) {
        this.stacks = stacks;
    }

    /**
     * Adds every role of the templates with its policies, and the policies of buckets and queues.
     *
     * @throws PolicyException if a role or policy says what is not known here
     */
    public static void into(Iam iam, Stacks stacks) {
        TemplateRoles roles = new TemplateRoles(stacks);
        if (!stacks.all("AWS::IAM::ManagedPolicy").isEmpty()) {
            throw new PolicyException("managed policies are not known here: " + stacks.all("AWS::IAM::ManagedPolicy"));
        }
        stacks.all("AWS::IAM::Role").forEach(role -> roles.add(iam, role));
        for (String type : List.of("AWS::S3::BucketPolicy", "AWS::SQS::QueuePolicy")) {
            stacks.all(type).forEach(policy -> iam.resource(policy.path(), stacks.resolved(policy, "/PolicyDocument")));
        }
    }

    private void add(Iam iam, Resource role) {
        for (String unknown : List.of("ManagedPolicyArns", "PermissionsBoundary")) {
            if (role.properties().has(unknown)) {
                throw new PolicyException(unknown + " of " + role.id() + " is not known here");
            }
        }
        List<JsonNode> documents = new ArrayList<>();
        stacks.resolved(role, "/Policies").forEach(policy -> documents.add(policy.path("PolicyDocument")));
        stacks.all("AWS::IAM::Policy").stream()
                .filter(policy -> attached(policy, role))
                .forEach(policy -> documents.add(stacks.resolved(policy, "/PolicyDocument")));
        iam.role(
                stacks.attribute(role, "Arn"),
                role.path(),
                stacks.resolved(role, "/AssumeRolePolicyDocument"),
                documents);
    }

    private boolean attached(Resource policy, Resource role) {
        for (String unknown : List.of("Users", "Groups")) {
            if (policy.properties().has(unknown)) {
                throw new PolicyException(unknown + " of " + policy.id() + " is not known here");
            }
        }
        if (!policy.stack().equals(role.stack())) {
            return false;
        }
        for (JsonNode name : stacks.resolved(policy, "/Roles")) {
            if (name.asText().equals(role.name())) {
                return true;
            }
        }
        return false;
    }
}
