package io.zooark.infra;

import static java.util.Objects.requireNonNullElse;

import io.zooark.infra.fields.Text;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where the servers of an ensemble and its functions are.
 *
 * @param vpc id of the VPC of the functions that talk to the servers
 * @param subnets ids of the subnets of these functions; nothing else may be in them
 * @param cidrs the addresses of these subnets; each host's cut lets them through while it shuts out all others
 * @param serverGroups ids of the security groups on the servers; a restore changes rules of these and no others
 * @param endpoints whether to make the endpoints of S3 and Systems Manager in the VPC; otherwise they, or a NAT gateway, are
 *     there already
 * @param routeTables ids of the route tables of the subnets, into which the endpoint of S3 is entered; needed with
 *     endpoints, else empty
 * @param addIngress whether to let the functions into the servers' groups; otherwise an output says what to add
 */
public record NetworkConfig(
        String vpc,
        List<String> subnets,
        List<String> cidrs,
        List<String> serverGroups,
        boolean endpoints,
        List<String> routeTables,
        boolean addIngress) {
    private static final String OCTET = "(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])";
    private static final String V4 = "(?:" + OCTET + "\\.){3}" + OCTET;
    private static final String V6 = "(?=[0-9a-fA-F]*:[0-9a-fA-F]*:)[0-9a-fA-F:]{2,39}";

    static final Text VPC = id("vpc", "the id of a VPC, like vpc-0a1b2c3d4e5f60718");
    static final Text SUBNET = id("subnet", "the id of a subnet, like subnet-0a1b2c3d4e5f60719");
    static final Text CIDR = Text.matching(
            "(?:" + V4 + "/(?:[1-9]|[12][0-9]|3[0-2])|" + V6 + "/(?:[1-9]|[1-9][0-9]|1[01][0-9]|12[0-8]))",
            "an address range like 10.0.9.0/28, not that of all addresses");
    static final Text GROUP = id("sg", "the id of a security group, like sg-0a1b2c3d4e5f6071b");
    static final Text ROUTE_TABLE = id("rtb", "the id of a route table, like rtb-0a1b2c3d4e5f6071c");

    public NetworkConfig {
        VPC.require("network.vpc", vpc);
        subnets = each("network.subnets", SUBNET, subnets);
        cidrs = each("network.cidrs", CIDR, cidrs);
        serverGroups = each("network.serverGroups", GROUP, serverGroups);
        routeTables = List.copyOf(requireNonNullElse(routeTables, List.of()));
        if (endpoints || !routeTables.isEmpty()) {
            each("network.routeTables", ROUTE_TABLE, routeTables);
        }
    }

    /** Describes a network in which nothing is added: endpoints or NAT are there, and rules are made by somebody else. */
    public NetworkConfig(String vpc, List<String> subnets, List<String> cidrs, List<String> serverGroups) {
        this(vpc, subnets, cidrs, serverGroups, false, List.of(), false);
    }

    private static Text id(String kind, String wanted) {
        return Text.matching(kind + "-[0-9a-f]{8,17}", wanted);
    }

    private static List<String> each(String field, Text kind, @Nullable List<String> values) {
        if (values == null || values.isEmpty()) {
            throw new IllegalArgumentException(field + " is missing or empty");
        }
        values.forEach(value -> kind.require(field, value));
        return List.copyOf(values);
    }
}
