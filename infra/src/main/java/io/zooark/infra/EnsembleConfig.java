package io.zooark.infra;

import static java.util.Objects.requireNonNullElse;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One ensemble as its owner describes it in {@code ensemble.json}; {@code infra/README.md} explains each field.
 *
 * @param name lower case letters, digits and dashes, at most 40; part of every key in S3 and of the stack's name
 * @param seedHosts hosts to ask first, {@code host} or {@code host:adminPort}
 * @param admin how the AdminServer is reached
 * @param clientPorts every port on which servers of the ensemble take clients; 2181 when missing
 * @param instances the tag that all EC2 instances of the ensemble carry, and no others
 * @param host where things are on each host
 * @param network where the servers and the functions are
 * @param schedule when backups are taken
 * @param backups how backups are taken
 * @param drill when the newest backup is restored for trial, and with how much memory
 * @param restoreFrom other ensembles of this vault whose snapshots this one may be seeded with; none when missing
 */
public record EnsembleConfig(
        String name,
        List<String> seedHosts,
        Admin admin,
        List<Integer> clientPorts,
        Tag instances,
        Host host,
        Network network,
        Schedule schedule,
        Backups backups,
        Drill drill,
        List<String> restoreFrom) {
    private static final Pattern NAME = Pattern.compile("[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?");
    private static final int DEFAULT_CLIENT_PORT = 2181;

    public EnsembleConfig {
        Fields.matches("name", name, NAME, "1 to 40 lower case letters, digits and inner dashes");
        seedHosts = Fields.filled("seedHosts", seedHosts);
        Fields.present("admin", admin);
        clientPorts = List.copyOf(requireNonNullElse(clientPorts, List.of(DEFAULT_CLIENT_PORT)));
        if (clientPorts.isEmpty()) {
            throw new IllegalArgumentException("clientPorts is empty: leave it out for 2181");
        }
        clientPorts.forEach(port -> Fields.port("clientPorts", port));
        Fields.present("instances", instances);
        host = requireNonNullElse(host, Host.usual());
        Fields.present("network", network);
        schedule = requireNonNullElse(schedule, Schedule.everyHour());
        backups = requireNonNullElse(backups, Backups.usual());
        drill = requireNonNullElse(drill, Drill.usual());
        restoreFrom = List.copyOf(requireNonNullElse(restoreFrom, List.of()));
        restoreFrom.forEach(other -> Fields.matches(
                "restoreFrom", other, NAME, "names of ensembles: lower case letters, digits and inner dashes"));
    }

    /**
     * How the AdminServer is reached.
     *
     * @param scheme {@code http} or {@code https}; http when missing
     * @param port {@code admin.serverPort}; 8080 when missing
     * @param authentication {@code digest} or {@code x509}; digest when missing
     * @param credentialParameter name of the SSM parameter with {@code user:password}; with x509 it may be missing, and
     *     restores are refused then
     * @param credentialKey ARN of the KMS key of these parameters; missing for the account's own {@code alias/aws/ssm}
     * @param trustParameter name of the SSM parameter with the authorities to trust in PEM; missing for the usual ones
     * @param certificateParameter name of the SSM parameter with a private key and its certificates in PEM; x509 needs it
     */
    public record Admin(
            String scheme,
            Integer port,
            String authentication,
            @Nullable String credentialParameter,
            @Nullable String credentialKey,
            @Nullable String trustParameter,
            @Nullable String certificateParameter) {
        private static final Pattern SCHEME = Pattern.compile("https?");
        private static final Pattern AUTHENTICATION = Pattern.compile("digest|x509");
        private static final Pattern PARAMETER = Pattern.compile("[A-Za-z0-9_./-]{1,1011}");
        private static final String A_PARAMETER = "the name of an SSM parameter";
        private static final int DEFAULT_PORT = 8080;

        public Admin {
            scheme = requireNonNullElse(scheme, "http");
            Fields.matches("admin.scheme", scheme, SCHEME, "http or https");
            port = requireNonNullElse(port, DEFAULT_PORT);
            Fields.port("admin.port", port);
            authentication = requireNonNullElse(authentication, "digest");
            Fields.matches("admin.authentication", authentication, AUTHENTICATION, "digest or x509");
            boolean x509 = authentication.equals("x509");
            parameter("admin.credentialParameter", credentialParameter, !x509);
            parameter("admin.trustParameter", trustParameter, false);
            parameter("admin.certificateParameter", certificateParameter, x509);
            if (scheme.equals("http") && (x509 || trustParameter != null || certificateParameter != null)) {
                throw new IllegalArgumentException("admin.scheme must be https for admin.authentication x509,"
                        + " admin.trustParameter and admin.certificateParameter, got 'http'");
            }
            if (credentialKey != null) {
                Fields.matches("admin.credentialKey", credentialKey, Fields.KEY_ARN, "the ARN of a KMS key");
            }
        }

        private static void parameter(String field, @Nullable String name, boolean needed) {
            if (needed || name != null) {
                Fields.matches(field, name, PARAMETER, A_PARAMETER);
            }
        }

        /** Returns the names of all parameters that are to be read. */
        List<String> parameters() {
            return Stream.of(credentialParameter, trustParameter, certificateParameter)
                    .flatMap(Stream::ofNullable)
                    .distinct()
                    .toList();
        }
    }

    /** A tag of EC2 instances. */
    public record Tag(String key, String value) {
        private static final Pattern KEY = Pattern.compile("[A-Za-z0-9 +=._:/@-]{1,128}");
        private static final Pattern VALUE = Pattern.compile("[A-Za-z0-9 +=._:/@-]{1,256}");

        public Tag {
            Fields.matches("instances.key", key, KEY, "the key of a tag");
            Fields.matches("instances.value", value, VALUE, "the value of a tag");
        }
    }

    /**
     * Where things are on each host of the ensemble; what stands here must be what the documents take.
     *
     * @param zooCfg path of zoo.cfg; {@code /etc/zookeeper/zoo.cfg} when missing
     * @param unit the systemd unit; {@code zookeeper} when missing
     */
    public record Host(String zooCfg, String unit) {
        private static final String DEFAULT_PATH = "/etc/zookeeper/zoo.cfg";
        private static final String DEFAULT_UNIT = "zookeeper";
        private static final Pattern PATH = Pattern.compile("/[A-Za-z0-9._/-]{1,200}");
        private static final Pattern UNIT = Pattern.compile("[A-Za-z0-9:_.@-]{1,100}");

        public Host {
            zooCfg = requireNonNullElse(zooCfg, DEFAULT_PATH);
            unit = requireNonNullElse(unit, DEFAULT_UNIT);
            Fields.matches("host.zooCfg", zooCfg, PATH, "an absolute path of letters, digits, dots and dashes");
            Fields.matches("host.unit", unit, UNIT, "the name of a systemd unit");
        }

        private static Host usual() {
            return new Host(DEFAULT_PATH, DEFAULT_UNIT);
        }
    }

    /**
     * Where the servers and the functions are.
     *
     * @param vpc id of the VPC of the functions that talk to the servers
     * @param subnets ids of the subnets of these functions; nothing else may be in them
     * @param cidrs the addresses of these subnets; each host's cut lets them through while it shuts out all others
     * @param serverGroups ids of the security groups on the servers; a restore changes rules of these and no others
     */
    public record Network(String vpc, List<String> subnets, List<String> cidrs, List<String> serverGroups) {
        private static final Pattern VPC = Pattern.compile("vpc-[0-9a-f]{8,17}");
        private static final Pattern SUBNET = Pattern.compile("subnet-[0-9a-f]{8,17}");
        private static final Pattern CIDR = Pattern.compile("[0-9a-fA-F.:]+/[0-9]{1,3}");
        private static final Pattern GROUP = Pattern.compile("sg-[0-9a-f]{8,17}");

        public Network {
            Fields.matches("network.vpc", vpc, VPC, "the id of a VPC, like vpc-0a1b2c3d4e5f60718");
            subnets = Fields.filled("network.subnets", subnets);
            subnets.forEach(id -> Fields.matches("network.subnets", id, SUBNET, "ids of subnets"));
            cidrs = Fields.filled("network.cidrs", cidrs);
            cidrs.forEach(cidr -> Fields.matches("network.cidrs", cidr, CIDR, "address ranges like 10.0.9.0/28"));
            serverGroups = Fields.filled("network.serverGroups", serverGroups);
            serverGroups.forEach(id -> Fields.matches("network.serverGroups", id, GROUP, "ids of security groups"));
        }
    }

    /**
     * When backups are taken.
     *
     * @param expression {@code cron(...)} or {@code rate(...)} as EventBridge Scheduler takes it; every full hour when
     *     missing
     * @param timeZone the zone that a cron expression is meant in; UTC when missing
     * @param flexibleMinutes how many minutes a backup may start late, so that many do not start at once; 5 when missing
     */
    public record Schedule(String expression, String timeZone, Integer flexibleMinutes) {
        private static final String DEFAULT_EXPRESSION = "cron(0 * * * ? *)";
        private static final String DEFAULT_ZONE = "UTC";
        private static final Pattern EXPRESSION = Pattern.compile("(?:cron|rate)\\(.+\\)");
        private static final int DEFAULT_FLEXIBLE_MINUTES = 5;
        private static final int MOST_FLEXIBLE_MINUTES = 1440;

        public Schedule {
            expression = requireNonNullElse(expression, DEFAULT_EXPRESSION);
            Fields.matches("schedule.expression", expression, EXPRESSION, "cron(...) or rate(...)");
            timeZone = requireNonNullElse(timeZone, DEFAULT_ZONE);
            Fields.zone("schedule.timeZone", timeZone);
            flexibleMinutes = requireNonNullElse(flexibleMinutes, DEFAULT_FLEXIBLE_MINUTES);
            Fields.within("schedule.flexibleMinutes", flexibleMinutes, 0, MOST_FLEXIBLE_MINUTES);
        }

        private static Schedule everyHour() {
            return new Schedule(DEFAULT_EXPRESSION, DEFAULT_ZONE, DEFAULT_FLEXIBLE_MINUTES);
        }
    }

    /**
     * How backups are taken.
     *
     * @param attempts at most so many tries while snapshots come out torn, 1 to 10; 4 when missing
     * @param oldestVersion ZooKeeper servers below it are passed over; 3.9.4 when missing
     */
    public record Backups(Integer attempts, String oldestVersion) {
        private static final int DEFAULT_ATTEMPTS = 4;
        private static final int MOST_ATTEMPTS = 10;
        private static final String DEFAULT_VERSION = "3.9.4";
        private static final Pattern VERSION = Pattern.compile("[0-9]{1,4}(\\.[0-9]{1,4}){1,3}");

        public Backups {
            attempts = requireNonNullElse(attempts, DEFAULT_ATTEMPTS);
            Fields.within("backups.attempts", attempts, 1, MOST_ATTEMPTS);
            oldestVersion = requireNonNullElse(oldestVersion, DEFAULT_VERSION);
            Fields.matches("backups.oldestVersion", oldestVersion, VERSION, "a version like 3.9.4");
        }

        private static Backups usual() {
            return new Backups(DEFAULT_ATTEMPTS, DEFAULT_VERSION);
        }
    }

    /**
     * When the newest backup is restored for trial, and with what.
     *
     * @param expression {@code cron(...)} or {@code rate(...)}; every night at half past three when missing
     * @param timeZone the zone that a cron expression is meant in; UTC when missing
     * @param memory of the function in MiB, 1024 to 10240: it holds the whole tree; 3008 when missing, the most that new
     *     accounts are given
     * @param disk of the function in MiB, 512 to 10240: it holds the snapshot; 2048 when missing
     */
    public record Drill(String expression, String timeZone, Integer memory, Integer disk) {
        static final int DEFAULT_MEMORY = 3008;

        private static final String DEFAULT_EXPRESSION = "cron(30 3 * * ? *)";
        private static final String DEFAULT_ZONE = "UTC";
        private static final int DEFAULT_DISK = 2048;
        private static final int LEAST_MEMORY = 1024;
        private static final int LEAST_DISK = 512;
        private static final int MOST = 10_240;
        private static final int FLEXIBLE_MINUTES = 15;

        public Drill {
            expression = requireNonNullElse(expression, DEFAULT_EXPRESSION);
            Fields.matches("drill.expression", expression, Schedule.EXPRESSION, "cron(...) or rate(...)");
            timeZone = requireNonNullElse(timeZone, DEFAULT_ZONE);
            Fields.zone("drill.timeZone", timeZone);
            memory = requireNonNullElse(memory, DEFAULT_MEMORY);
            Fields.within("drill.memory", memory, LEAST_MEMORY, MOST);
            disk = requireNonNullElse(disk, DEFAULT_DISK);
            Fields.within("drill.disk", disk, LEAST_DISK, MOST);
        }

        /** Returns when it runs. */
        Schedule schedule() {
            return new Schedule(expression, timeZone, FLEXIBLE_MINUTES);
        }

        private static Drill usual() {
            return new Drill(DEFAULT_EXPRESSION, DEFAULT_ZONE, DEFAULT_MEMORY, DEFAULT_DISK);
        }
    }
}
