package io.zooark.infra;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import software.amazon.awscdk.Annotations;
import software.amazon.awscdk.services.ec2.CfnSecurityGroupIngress;
import software.amazon.awscdk.services.ec2.ISubnet;
import software.amazon.awscdk.services.ec2.IVpc;
import software.amazon.awscdk.services.ec2.Peer;
import software.amazon.awscdk.services.ec2.Port;
import software.amazon.awscdk.services.ec2.SecurityGroup;
import software.amazon.awscdk.services.ec2.Subnet;
import software.amazon.awscdk.services.ec2.SubnetSelection;
import software.amazon.awscdk.services.ec2.Vpc;
import software.amazon.awscdk.services.ec2.VpcAttributes;
import software.constructs.Construct;

/** Where the functions that talk to the servers run, and the security group that they alone are in. */
final class FunctionNetwork extends Construct {
    private static final int HTTPS = 443;

    private final IVpc vpc;
    private final List<ISubnet> subnets;
    private final SecurityGroup securityGroup;
    private final Set<Integer> serverPorts;

    /** Where the functions run, and which ports of the servers they reach. */
    record Props(EnsembleConfig ensemble) {
        Props {
            requireNonNull(ensemble, "ensemble is null");
        }
    }

    FunctionNetwork(Construct scope, String id, Props props) {
        super(scope, id);
        EnsembleConfig ensemble = props.ensemble();
        vpc = Vpc.fromVpcAttributes(
                this,
                "Vpc",
                VpcAttributes.builder()
                        .vpcId(ensemble.network().vpc())
                        // wanted by the CDK, used by nothing here: the subnets are given by their ids
                        .availabilityZones(List.of("unknown"))
                        .build());
        subnets = ensemble.network().subnets().stream()
                .map(subnet -> Subnet.fromSubnetId(this, subnet, subnet))
                .toList();
        Annotations.of(this)
                .acknowledgeWarning("@aws-cdk/aws-ec2:noSubnetRouteTableId", "nothing here asks for route tables");
        serverPorts = new TreeSet<>(ensemble.clientPorts());
        serverPorts.add(ensemble.admin().port());
        securityGroup = SecurityGroup.Builder.create(this, "SecurityGroup")
                .vpc(vpc)
                .description("Zooark functions of ensemble " + ensemble.name())
                .allowAllOutbound(false)
                .build();
        allowOut(ensemble.network().serverGroups());
        if (ensemble.network().addIngress()) {
            letIn(ensemble.network().serverGroups());
        }
    }

    private void allowOut(List<String> serverGroups) {
        // to any address: those of the endpoints of S3 and Systems Manager are not known here
        securityGroup.addEgressRule(Peer.anyIpv4(), Port.tcp(HTTPS), "S3 and Systems Manager");
        for (String group : serverGroups) {
            for (int port : serverPorts) {
                securityGroup.addEgressRule(Peer.securityGroupId(group), Port.tcp(port), "servers");
            }
        }
    }

    /** Lets the functions into the servers' groups; these rules are theirs alone, and a restore leaves them open. */
    private void letIn(List<String> serverGroups) {
        for (String group : serverGroups) {
            for (int port : serverPorts) {
                CfnSecurityGroupIngress.Builder.create(this, "Ingress-" + group + "-" + port)
                        .groupId(group)
                        .sourceSecurityGroupId(securityGroup.getSecurityGroupId())
                        .ipProtocol("tcp")
                        .fromPort(port)
                        .toPort(port)
                        .description("Zooark functions")
                        .build();
            }
        }
    }

    IVpc vpc() {
        return vpc;
    }

    SubnetSelection subnets() {
        return SubnetSelection.builder().subnets(subnets).build();
    }

    /** Returns the group; the servers' groups must let it in, and a restore never parks that rule. */
    SecurityGroup securityGroup() {
        return securityGroup;
    }

    /** Returns the ports of the servers that the group must be let in to, ascending. */
    Set<Integer> serverPorts() {
        return serverPorts;
    }
}
