package io.zooark.infra;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.stream.Stream;
import software.amazon.awscdk.ArnComponents;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.iam.PolicyStatement;

/** What the functions of one ensemble may see and change in EC2. */
final class NetworkPermissions {
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

    /** To look, to park and put back rules of the servers' groups, and to add one again that is gone. */
    List<PolicyStatement> changeRules() {
        PolicyStatement groups = Statements.allow(
                "ChangeRulesOfServerGroups",
                List.of("ec2:ModifySecurityGroupRules", "ec2:AuthorizeSecurityGroupIngress"),
                serverGroups.stream().map(id -> arn("security-group", id)).toList());
        // any rule: a call names its group, too, and is judged by both; ids of rules change when rules are added again
        PolicyStatement rules = Statements.allow(
                "ChangeRules",
                List.of("ec2:ModifySecurityGroupRules", "ec2:AuthorizeSecurityGroupIngress"),
                List.of(arn("security-group-rule", "*")));
        return Stream.concat(look().stream(), Stream.of(groups, rules)).toList();
    }

    private String arn(String resource, String id) {
        return stack.formatArn(ArnComponents.builder()
                .service("ec2")
                .resource(resource)
                .resourceName(id)
                .build());
    }
}
