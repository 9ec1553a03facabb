package io.zooark.ensemble;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One ensemble as its owner describes it: where it is and how to get in.
 *
 * @param name lower case letters, digits and dashes, at most 40; part of every key in S3
 * @param seedHosts hosts to ask first, {@code host} or {@code host:adminPort}; the others are learnt from these
 * @param admin how the AdminServer is reached
 * @param clientPorts every port on which servers of the ensemble take clients
 * @param instances the tag that all EC2 instances of the ensemble carry, and no others
 * @param host where things are on each host
 * @param functions from where the functions reach the servers
 */
public record Ensemble(
        String name,
        List<String> seedHosts,
        Admin admin,
        Set<Integer> clientPorts,
        Tag instances,
        HostPaths host,
        Functions functions) {
    private static final Pattern NAME = Pattern.compile("[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?");

    public Ensemble {
        requireNonNull(name, "name is null");
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "name must be 1 to 40 lower case letters, digits and inner dashes, got '" + name + "'");
        }
        seedHosts = List.copyOf(requireNonNull(seedHosts, "seedHosts is null"));
        if (seedHosts.isEmpty()) {
            throw new IllegalArgumentException("seedHosts is empty: name at least one server of " + name);
        }
        requireNonNull(admin, "admin is null");
        clientPorts = Set.copyOf(clientPorts == null ? Set.of(2181) : clientPorts);
        if (clientPorts.isEmpty() || clientPorts.stream().anyMatch(port -> port < 1 || port > 65_535)) {
            throw new IllegalArgumentException("clientPorts must be ports from 1 to 65535, got " + clientPorts);
        }
        requireNonNull(instances, "instances is null");
        host = host == null ? new HostPaths(null, null) : host;
        requireNonNull(functions, "functions is null");
    }

    /** Returns the seeds as addresses. */
    public List<ServerAddress> seeds() {
        return seedHosts.stream()
                .map(host -> ServerAddress.parse(host, admin.port()))
                .toList();
    }

    /** Returns the client ports as the documents of the hosts take them: ascending, with commas. */
    public String clientPortList() {
        return String.join(
                ",", new TreeSet<>(clientPorts).stream().map(String::valueOf).toList());
    }

    /**
     * How the AdminServer is reached.
     *
     * @param scheme {@code http} or {@code https}; http when missing
     * @param port {@code admin.serverPort}; 8080 when missing
     * @param credentialParameter name of the SSM parameter with {@code user:password} for the digest scheme
     */
    public record Admin(String scheme, int port, String credentialParameter) {
        private static final int DEFAULT_PORT = 8080;

        public Admin {
            scheme = scheme == null ? "http" : scheme;
            if (!scheme.equals("http") && !scheme.equals("https")) {
                throw new IllegalArgumentException("admin.scheme must be http or https, got '" + scheme + "'");
            }
            port = port == 0 ? DEFAULT_PORT : port;
            requireNonNull(credentialParameter, "admin.credentialParameter is null");
        }
    }

    /** A tag of EC2 instances. */
    public record Tag(String key, String value) {
        public Tag {
            requireNonNull(key, "instances.key is null");
            requireNonNull(value, "instances.value is null");
        }
    }

    /**
     * Where things are on each host of the ensemble.
     *
     * @param zooCfg path of zoo.cfg; {@code /etc/zookeeper/zoo.cfg} when missing
     * @param unit the systemd unit; {@code zookeeper} when missing
     */
    public record HostPaths(
            @Nullable String zooCfg, @Nullable String unit) {
        public HostPaths {
            zooCfg = zooCfg == null ? "/etc/zookeeper/zoo.cfg" : zooCfg;
            unit = unit == null ? "zookeeper" : unit;
        }
    }

    /**
     * From where the functions reach the servers while nobody else can.
     *
     * @param securityGroup id of the functions' own security group; its rules are never parked
     * @param networks CIDRs in which only functions are; the host's cut lets them through
     */
    public record Functions(String securityGroup, List<String> networks) {
        public Functions {
            requireNonNull(securityGroup, "functions.securityGroup is null");
            networks = List.copyOf(requireNonNull(networks, "functions.networks is null"));
        }
    }
}
