package io.zooark.infra;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import software.amazon.awscdk.ArnComponents;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.iam.PolicyStatement;

/** What the functions of one ensemble may see and change in EC2. */
final class NetworkPermissions {
    private static final List<String> CHANGES = List.of(
            "ec2:ModifySecurityGroupRules", "ec2:AuthorizeSecurityGroupIngress", "ec2:RevokeSecurityGroupIngress");

    private final Stack stack;
    private final List<String> serverGroups;

    NetworkPermissions(Stack stack, List<String> serverGroups) {
        this.stack = requireNonNull(stack, "stack is null");
        this.serverGroups = List.copyOf(serverGroups);
    }

    /** To look at instances, rules, and what is behind a group. */
    List<PolicyStatement> look() {
        return List.of(Statements.allow(
                "LookAtNetwork",
                List.of("ec2:DescribeInstances", "ec2:DescribeNetworkInterfaces", "ec2:DescribeSecurityGroupRules"),
                // *: EC2's describing actions know no resources
                List.of("*")));
    }

    /** To look, to change and put back rules of the servers' groups, and to keep other traffic flowing meanwhile. */
    List<PolicyStatement> changeRules() {
        PolicyStatement groups = Statements.allow(
                "ChangeRulesOfServerGroups",
                CHANGES,
                serverGroups.stream().map(id -> arn("security-group", id)).toList());
        // any rule: a call names its group, too, and is judged by both; ids of rules change when rules are added again
        PolicyStatement rules = Statements.allow("ChangeRules", CHANGES, List.of(arn("security-group-rule", "*")));
        // any rule: it gets its id in the very call that tags it. No rule that exists can be tagged with this
        PolicyStatement tags =
                Statements.allow("TagNewRules", List.of("ec2:CreateTags"), List.of(arn("security-group-rule", "*")));
        tags.addCondition("StringEquals", Map.of("ec2:CreateAction", "AuthorizeSecurityGroupIngress"));
        return Stream.concat(look().stream(), Stream.of(groups, rules, tags)).toList();
    }

    private String arn(String resource, String id) {
        return stack.formatArn(ArnComponents.builder()
                .service("ec2")
                .resource(resource)
                .resourceName(id)
                .build());
    }
}
