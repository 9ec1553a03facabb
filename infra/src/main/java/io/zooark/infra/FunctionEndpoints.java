package io.zooark.infra;

import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import software.amazon.awscdk.Fn;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.ec2.CfnSecurityGroup;
import software.amazon.awscdk.services.ec2.CfnVPCEndpoint;
import software.constructs.Construct;

/**
 * The endpoints through which functions in one VPC reach S3 and Systems Manager without a way to the internet.
 *
 * <p>One for all ensembles of a VPC: a route table takes one endpoint of S3, and that of Systems Manager costs by the hour.
 */
public final class FunctionEndpoints extends Construct {
    private static final int HTTPS = 443;

    private final String systemsManager;

    /** Which ensembles' functions are to have them; all are in the VPC of the first. */
    public record Props(List<EnsembleConfig> ensembles) {
        public Props {
            ensembles = List.copyOf(ensembles);
            if (distinct(ensembles, network -> List.of(network.vpc())).size() != 1) {
                throw new IllegalArgumentException(
                        "ensembles must be in one VPC, got " + distinct(ensembles, network -> List.of(network.vpc())));
            }
            ensembles.stream()
                    .filter(ensemble -> ensemble.network().routeTables().isEmpty())
                    .findFirst()
                    .ifPresent(ensemble -> {
                        throw new IllegalArgumentException(
                                "network.routeTables of '" + ensemble.name() + "' is missing");
                    });
        }
    }

    public FunctionEndpoints(Construct scope, String id, Props props) {
        super(scope, id);
        NetworkConfig first = props.ensembles().get(0).network();
        String region = Stack.of(this).getRegion();
        // without a policy of its own: what else is behind these route tables goes this way, too, and to other buckets
        CfnVPCEndpoint.Builder.create(this, "S3")
                .vpcEndpointType("Gateway")
                .serviceName("com.amazonaws." + region + ".s3")
                .vpcId(first.vpc())
                .routeTableIds(distinct(props.ensembles(), NetworkConfig::routeTables))
                .build();
        CfnSecurityGroup group = CfnSecurityGroup.Builder.create(this, "SecurityGroup")
                .vpcId(first.vpc())
                .groupDescription("Zooark: functions to Systems Manager")
                .securityGroupIngress(distinct(props.ensembles(), NetworkConfig::cidrs).stream()
                        .map(FunctionEndpoints::fromFunctions)
                        .toList())
                .build();
        CfnVPCEndpoint endpoint = CfnVPCEndpoint.Builder.create(this, "SystemsManager")
                .vpcEndpointType("Interface")
                .serviceName("com.amazonaws." + region + ".ssm")
                .vpcId(first.vpc())
                // of the first ensemble alone: an endpoint takes one subnet in each zone, and all of the VPC reach it
                // there
                .subnetIds(first.subnets())
                .securityGroupIds(List.of(group.getAttrGroupId()))
                // not by the service's own name: the servers' agents would be led here too, and find it shut
                .privateDnsEnabled(false)
                .build();
        systemsManager = "https://" + Fn.select(1, Fn.split(":", Fn.select(0, endpoint.getAttrDnsEntries())));
    }

    /** Returns where Systems Manager is. */
    String systemsManager() {
        return systemsManager;
    }

    private static CfnSecurityGroup.IngressProperty fromFunctions(String cidr) {
        CfnSecurityGroup.IngressProperty.Builder rule = CfnSecurityGroup.IngressProperty.builder()
                .ipProtocol("tcp")
                .fromPort(HTTPS)
                .toPort(HTTPS)
                .description("functions");
        return cidr.contains(":")
                ? rule.cidrIpv6(cidr).build()
                : rule.cidrIp(cidr).build();
    }

    private static List<String> distinct(List<EnsembleConfig> ensembles, Function<NetworkConfig, List<String>> values) {
        return ensembles.stream()
                .map(EnsembleConfig::network)
                .map(values)
                .flatMap(Collection::stream)
                .distinct()
                .toList();
    }
}
