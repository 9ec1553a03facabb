package io.zooark.ensemble;

import static java.util.Objects.requireNonNull;

import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
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
 * @param backups how backups are taken; as usual when missing
 * @param restoreFrom other ensembles whose snapshots this one may be seeded with; none when missing
 */
public record Ensemble(
        String name,
        List<String> seedHosts,
        Admin admin,
        Set<Integer> clientPorts,
        Tag instances,
        HostPaths host,
        Functions functions,
        Backups backups,
        Set<String> restoreFrom) {
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
        backups = backups == null ? Backups.usual() : backups;
        restoreFrom = Set.copyOf(restoreFrom == null ? Set.of() : restoreFrom);
    }

    /** Describes an ensemble whose backups are taken as usual, and which is never seeded with those of another. */
    public Ensemble(
            String name,
            List<String> seedHosts,
            Admin admin,
            Set<Integer> clientPorts,
            Tag instances,
            HostPaths host,
            Functions functions) {
        this(name, seedHosts, admin, clientPorts, instances, host, functions, Backups.usual(), Set.of());
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
     * @param authentication as whom the functions come; digest when missing
     * @param credentialParameter name of the SSM parameter with {@code user:password} for the digest scheme. With x509 it
     *     may be missing; a restore is refused then, because its last proof is the write of a client
     * @param trustParameter name of the SSM parameter with the certificates of the authorities to trust, in PEM; the JVM's
     *     own when missing
     * @param certificateParameter name of the SSM parameter with the functions' private key and certificate chain, in PEM;
     *     x509 needs it, and so does a server that asks for a certificate whatever the scheme
     */
    public record Admin(
            String scheme,
            int port,
            Authentication authentication,
            @Nullable String credentialParameter,
            @Nullable String trustParameter,
            @Nullable String certificateParameter) {
        private static final int DEFAULT_PORT = 8080;

        public Admin {
            scheme = scheme == null ? "http" : scheme;
            if (!scheme.equals("http") && !scheme.equals("https")) {
                throw new IllegalArgumentException("admin.scheme must be http or https, got '" + scheme + "'");
            }
            port = port == 0 ? DEFAULT_PORT : port;
            authentication = authentication == null ? Authentication.DIGEST : authentication;
            if (scheme.equals("http")) {
                refuseWithoutTls("admin.trustParameter", trustParameter != null);
                refuseWithoutTls("admin.certificateParameter", certificateParameter != null);
                refuseWithoutTls("admin.authentication x509", authentication == Authentication.X509);
            }
            if (authentication == Authentication.DIGEST) {
                requireNonNull(credentialParameter, "admin.credentialParameter is null");
            } else {
                requireNonNull(
                        certificateParameter, "admin.certificateParameter is null, but admin.authentication is x509");
            }
        }

        /** Comes with the digest scheme, and trusts whom the JVM trusts. */
        public Admin(String scheme, int port, String credentialParameter) {
            this(scheme, port, Authentication.DIGEST, credentialParameter, null, null);
        }

        private static void refuseWithoutTls(String field, boolean given) {
            if (given) {
                throw new IllegalArgumentException(field + " needs admin.scheme https, got 'http'");
            }
        }
    }

    /** As whom the functions come to the AdminServer: a scheme of ZooKeeper's own. */
    public enum Authentication {
        /** As a user with a password. */
        DIGEST,
        /** As the subject of the client certificate that they show. */
        X509;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
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

    /**
     * How backups are taken.
     *
     * @param timeZone whose months, weeks and days the rotation goes by: a name of the IANA time zone database; UTC when
     *     missing
     * @param attempts at most so many tries while snapshots come out torn, 1 to 10; 4 when missing
     * @param oldestVersion servers below it are passed over; 3.9.4 when missing. Before that, one permission bit is enough
     *     to take a snapshot (CVE-2025-58457), and taking one changes the tree
     */
    public record Backups(String timeZone, Integer attempts, String oldestVersion) {
        private static final String DEFAULT_ZONE = "UTC";
        private static final int DEFAULT_ATTEMPTS = 4;
        private static final int MOST_ATTEMPTS = 10;
        private static final String DEFAULT_VERSION = "3.9.4";
        private static final Pattern VERSION = Pattern.compile("[0-9]{1,4}(\\.[0-9]{1,4}){1,3}");

        public Backups {
            timeZone = timeZone == null ? DEFAULT_ZONE : timeZone;
            if (!ZoneId.getAvailableZoneIds().contains(timeZone)) {
                throw new IllegalArgumentException(
                        "backups.timeZone must be a time zone like Europe/Berlin or UTC, got '" + timeZone + "'");
            }
            attempts = attempts == null ? DEFAULT_ATTEMPTS : attempts;
            if (attempts < 1 || attempts > MOST_ATTEMPTS) {
                throw new IllegalArgumentException("backups.attempts must be from 1 to 10, got " + attempts);
            }
            oldestVersion = oldestVersion == null ? DEFAULT_VERSION : oldestVersion;
            if (!VERSION.matcher(oldestVersion).matches()) {
                throw new IllegalArgumentException(
                        "backups.oldestVersion must be a version like 3.9.4, got '" + oldestVersion + "'");
            }
        }

        /** Returns what holds where nothing else is said. */
        public static Backups usual() {
            return new Backups(DEFAULT_ZONE, DEFAULT_ATTEMPTS, DEFAULT_VERSION);
        }

        /** Returns the time zone. */
        public ZoneId zone() {
            return ZoneId.of(timeZone);
        }
    }
}
