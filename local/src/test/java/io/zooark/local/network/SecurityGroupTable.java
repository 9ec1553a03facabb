package io.zooark.local.network;

import static java.util.Objects.requireNonNull;

import io.zooark.local.cloud.Ec2;
import io.zooark.local.cloud.Ec2.Opening;
import io.zooark.local.cloud.Traffic;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.stream.Collectors;

/**
 * The security groups of one server, as a chain of the router's packet filter on the link to that server.
 *
 * <p>As in AWS, what is established goes on whatever the rules become, and what is not admitted hears nothing.
 */
final class SecurityGroupTable {
    /** No link is guarded: everything is let through, and its connections are tracked. */
    static final String EMPTY = """
            table inet groups {
                chain forward {
                    type filter hook forward priority 0; policy accept;
                    ct state established,related accept
                }
            }
            """;

    private final Namespace router;
    private final String link;

    SecurityGroupTable(Namespace router, String link) {
        this.router = requireNonNull(router, "router is null");
        this.link = requireNonNull(link, "link is null");
    }

    /** Lets in, from now on, what the groups of an instance let in. */
    void guard(Ec2 ec2, String instance) {
        load("add chain inet groups %1$s\nadd rule inet groups forward oifname \"%1$s\" jump %1$s\n".formatted(link));
        ec2.onChange(() -> follow(ec2, instance));
        follow(ec2, instance);
    }

    /** Returns the rules as the kernel has them, without the numbers that it gives them. */
    String listed() throws IOException {
        return router.run("", "nft", "list", "chain", "inet", "groups", link);
    }

    /** Reads the rules only when nobody else is about to load older ones. */
    private synchronized void follow(Ec2 ec2, String instance) {
        String rules = ec2.openings(instance).stream()
                .flatMap(opening -> opening.sources().stream().map(source -> rule(opening, source)))
                .map(rule -> "add rule inet groups " + link + " " + rule + "\n")
                .collect(Collectors.joining());
        load("flush chain inet groups " + link + "\n" + rules + "add rule inet groups " + link + " drop\n");
    }

    /** Takes all of the changes or none, in one transaction. */
    private void load(String changes) {
        try {
            router.run(changes, "nft", "-f", "-");
        } catch (IOException e) {
            throw new UncheckedIOException("the security group of " + link + " is not loaded", e);
        }
    }

    private static String rule(Opening opening, String source) {
        return (source.contains(":") ? "ip6" : "ip") + " saddr " + source + " " + traffic(opening.traffic()) + "accept";
    }

    private static String traffic(Traffic traffic) {
        return switch (traffic.protocol()) {
            case "-1" -> "";
            case "tcp", "udp" -> "%s dport %d-%d ".formatted(traffic.protocol(), traffic.fromPort(), traffic.toPort());
            default ->
                throw new IllegalArgumentException("the packet filter is not told how to let in " + traffic.protocol());
        };
    }
}
