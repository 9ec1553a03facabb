package io.zooark.local.cloud;

import static java.util.Objects.requireNonNull;

/** Where the traffic of a security group rule comes from; a rule's kind of source never changes. */
public sealed interface RuleSource {

    /** Returns what EC2 calls the kind. */
    String kind();

    /** Adds the source to a {@code SecurityGroupRule}. */
    void describe(Xml rule, String owner);

    /** Returns the source that a block of addresses stands for, of either version. */
    static RuleSource cidr(String block) {
        Cidr cidr = Cidr.of(block);
        return cidr.v6() ? new CidrIpv6(block) : new CidrIpv4(block);
    }

    /** A block of IPv4 addresses. */
    record CidrIpv4(String block) implements RuleSource {
        public CidrIpv4 {
            block = canonical(block, false);
        }

        @Override
        public String kind() {
            return "IPv4 CIDR";
        }

        @Override
        public void describe(Xml rule, String owner) {
            rule.element("cidrIpv4", block);
        }
    }

    /** A block of IPv6 addresses. */
    record CidrIpv6(String block) implements RuleSource {
        public CidrIpv6 {
            block = canonical(block, true);
        }

        @Override
        public String kind() {
            return "IPv6 CIDR";
        }

        @Override
        public void describe(Xml rule, String owner) {
            rule.element("cidrIpv6", block);
        }
    }

    /** The blocks of a managed prefix list. */
    record PrefixList(String id) implements RuleSource {
        public PrefixList {
            requireNonNull(id, "id is null");
        }

        @Override
        public String kind() {
            return "prefix list";
        }

        @Override
        public void describe(Xml rule, String owner) {
            rule.element("prefixListId", id);
        }
    }

    /** Whatever is in a security group. */
    record Group(String id) implements RuleSource {
        public Group {
            requireNonNull(id, "id is null");
        }

        @Override
        public String kind() {
            return "referenced group";
        }

        @Override
        public void describe(Xml rule, String owner) {
            rule.within(
                    "referencedGroupInfo", info -> info.element("groupId", id).element("userId", owner));
        }
    }

    private static String canonical(String block, boolean v6) {
        Cidr cidr = Cidr.of(requireNonNull(block, "block is null"));
        if (cidr.v6() != v6) {
            throw AwsError.refused("InvalidParameterValue", "CIDR block " + block + " is malformed");
        }
        return cidr.toString();
    }
}
