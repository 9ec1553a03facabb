package io.zooark.local.cloud;

import static io.zooark.local.cloud.Ec2Requests.authorize;
import static io.zooark.local.cloud.Ec2Requests.filter;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Ec2Exception;
import software.amazon.awssdk.services.ec2.model.IpPermission;
import software.amazon.awssdk.services.ec2.model.SecurityGroupRule;

/** An EC2 that is asked, and what is asked of it most. */
interface Ec2Fixture {
    Ec2Client client();

    /** Makes a group that lets nothing in, and returns its id. */
    String group();

    /** Starts an instance in groups, tagged with an ensemble's name, and returns its id. */
    String instance(String ensemble, List<String> groups);

    default List<SecurityGroupRule> rules(String group) {
        return client()
                .describeSecurityGroupRulesPaginator(request -> request.filters(filter("group-id", group)))
                .securityGroupRules()
                .stream()
                .toList();
    }

    default List<SecurityGroupRule> ingress(String group) {
        return rules(group).stream().filter(rule -> !rule.isEgress()).toList();
    }

    default String make(String group, IpPermission permission) {
        return client().authorizeSecurityGroupIngress(authorize(group, permission))
                .securityGroupRules()
                .get(0)
                .securityGroupRuleId();
    }

    static void refused(String code, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        Ec2Exception.class,
                        e -> assertThat(e.awsErrorDetails().errorCode()).isEqualTo(code));
    }
}
