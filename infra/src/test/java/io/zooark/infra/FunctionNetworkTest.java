package io.zooark.infra;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.junit.jupiter.api.Test;

@NeedsNode
class FunctionNetworkTest {
    private static final String INGRESS = "AWS::EC2::SecurityGroupIngress";
    private static final String ENDPOINT = "AWS_ENDPOINT_URL_SSM";

    private final Deployed orders = Synthesis.orders();
    private final Deployed audit = Synthesis.audit();

    @Test
    void saysWhatTheServersMustAllowWhereItAddsNothing() {
        assertThat(orders.all(INGRESS)).isEmpty();
        assertThat(orders.outputs("ServersMustAllow"))
                .singleElement()
                .asString()
                .startsWith("tcp 2181, tcp 8080 from {NetworkSecurityGroup");
    }

    @Test
    void letsTheFunctionsIntoEachGroupOnEachPortWhereItIsAsked() {
        assertThat(audit.all(INGRESS))
                .extracting(rule -> rule.path("GroupId").asText() + " "
                        + rule.path("FromPort").asInt() + "-"
                        + rule.path("ToPort").asInt())
                .containsExactlyInAnyOrder(
                        "sg-0b1b2c3d4e5f6071b 2181-2181",
                        "sg-0b1b2c3d4e5f6071b 8081-8081",
                        "sg-0b1b2c3d4e5f6071c 2181-2181",
                        "sg-0b1b2c3d4e5f6071c 8081-8081");
        assertThat(audit.all(INGRESS)).allSatisfy(rule -> {
            assertThat(Deployed.text(rule.path("SourceSecurityGroupId"))).startsWith("{NetworkSecurityGroup");
            assertThat(rule.has("CidrIp") || rule.has("CidrIpv6")).isFalse();
        });
        assertThat(audit.outputs("ServersMustAllow")).isEmpty();
    }

    @Test
    void saysWhatTheFunctionsMustReachWhereItMakesNoEndpoints() {
        assertThat(orders.outputs("FunctionsMustReach"))
                .singleElement()
                .asString()
                .startsWith(
                        "S3 and Systems Manager on tcp 443, from subnet-0a1b2c3d4e5f60719, subnet-0a1b2c3d4e5f6071a");
        assertThat(audit.outputs("FunctionsMustReach")).isEmpty();
    }

    @Test
    void makesTheEndpointsForTheFunctionsAlone() {
        Deployed endpoints = Synthesis.endpoints();
        List<JsonNode> all = endpoints.all("AWS::EC2::VPCEndpoint");
        JsonNode s3 = all.get(0);
        JsonNode ssm = all.get(1);

        assertThat(all).hasSize(2);
        assertThat(Deployed.text(s3.path("ServiceName"))).isEqualTo("com.amazonaws.{AWS::Region}.s3");
        assertThat(s3.path("VpcEndpointType").asText()).isEqualTo("Gateway");
        assertThat(s3.at("/RouteTableIds/0").asText()).isEqualTo("rtb-0b1b2c3d4e5f6071c");
        assertThat(Deployed.text(ssm.path("ServiceName"))).isEqualTo("com.amazonaws.{AWS::Region}.ssm");
        assertThat(ssm.path("PrivateDnsEnabled").asBoolean(true))
                .as("the agents of other hosts go on as before")
                .isFalse();
        assertThat(endpoints.only("AWS::EC2::SecurityGroup").path("SecurityGroupIngress"))
                .singleElement()
                .satisfies(rule -> {
                    assertThat(rule.path("CidrIp").asText()).isEqualTo("10.1.9.0/28");
                    assertThat(rule.path("FromPort").asInt()).isEqualTo(443);
                });
    }

    @Test
    void sendsThoseInTheVpcToTheEndpointOfSystemsManager() {
        for (FunctionSpec spec : FunctionSpec.values()) {
            assertThat(audit.function(spec).at("/Environment/Variables").has(ENDPOINT))
                    .as(spec.title())
                    .isEqualTo(spec.nearServers());
            assertThat(orders.function(spec).at("/Environment/Variables").has(ENDPOINT))
                    .isFalse();
        }
    }
}
