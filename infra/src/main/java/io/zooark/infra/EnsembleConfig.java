package io.zooark.infra;

import static java.util.Objects.requireNonNullElse;

import io.zooark.infra.fields.Text;
import io.zooark.infra.fields.Whole;
import io.zooark.statemachine.FunctionSize;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One ensemble as its owner describes it in {@code ensembles.yaml}, or in a program by {@link #named}.
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
 * @param restore how restores are done, whatever their input asks for
 * @param restoreFrom other ensembles of this vault whose snapshots this one may be seeded with; none when missing
 * @param alarms where alarms ring; nowhere when missing
 */
public record EnsembleConfig(
        String name,
        List<String> seedHosts,
        AdminConfig admin,
        List<Integer> clientPorts,
        Tag instances,
        Host host,
        NetworkConfig network,
        Schedule schedule,
        Backups backups,
        Drill drill,
        Restore restore,
        List<String> restoreFrom,
        Alarms alarms) {
    static final Text NAME = Text.matching(
            "[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?", "1 to 40 lower case letters, digits and inner dashes");
    static final Text SEED = Text.matching(
            "[A-Za-z0-9._-]{1,255}(?::(?:[1-9][0-9]{0,3}|[1-5][0-9]{4}|6[0-4][0-9]{3}|65[0-4][0-9]{2}|655[0-2][0-9]|6553[0-5]))?",
            "host or host:adminPort");
    static final int DEFAULT_CLIENT_PORT = 2181;

    public EnsembleConfig {
        NAME.require("name", name);
        seedHosts = filled("seedHosts", seedHosts);
        seedHosts.forEach(seed -> SEED.require("seedHosts", seed));
        admin = requireNonNullElse(admin, AdminConfig.usual(AdminConfig.usualParameter(name)));
        clientPorts = filled("clientPorts", requireNonNullElse(clientPorts, List.of(DEFAULT_CLIENT_PORT)));
        clientPorts.forEach(port -> AdminConfig.PORT.require("clientPorts", port));
        instances = requireNonNullElse(instances, Tag.usual(name));
        host = requireNonNullElse(host, Host.usual());
        if (network == null) {
            throw new IllegalArgumentException("network is missing");
        }
        schedule = requireNonNullElse(schedule, Schedule.everyHour());
        backups = requireNonNullElse(backups, Backups.usual());
        drill = requireNonNullElse(drill, Drill.usual());
        restore = requireNonNullElse(restore, Restore.usual());
        restoreFrom = List.copyOf(requireNonNullElse(restoreFrom, List.of()));
        restoreFrom.forEach(other -> NAME.require("restoreFrom", other));
        alarms = requireNonNullElse(alarms, Alarms.none());
    }

    /**
     * Begins an ensemble with the usual values of everything but these.
     *
     * @param seedHosts hosts to ask first, {@code host} or {@code host:adminPort}
     */
    public static EnsembleBuilder named(String name, List<String> seedHosts, NetworkConfig network) {
        return new EnsembleBuilder(name, seedHosts, network);
    }

    private static <T> List<T> filled(String field, @Nullable List<T> values) {
        if (values == null || values.isEmpty()) {
            throw new IllegalArgumentException(field + " is missing or empty");
        }
        return List.copyOf(values);
    }

    /** A tag of EC2 instances. */
    public record Tag(String key, String value) {
        static final Text KEY = Text.matching("[A-Za-z0-9 +=._:/@-]{1,128}", "the key of a tag");
        static final Text VALUE = Text.matching("[A-Za-z0-9 +=._:/@-]{1,256}", "the value of a tag");
        static final String DEFAULT_KEY = "zooark:ensemble";

        public Tag {
            key = KEY.require("instances.key", requireNonNullElse(key, DEFAULT_KEY));
            VALUE.require("instances.value", value);
        }

        private static Tag usual(String ensemble) {
            return new Tag(DEFAULT_KEY, ensemble);
        }
    }

    /**
     * Where things are on each host of the ensemble; what stands here must be what the documents take.
     *
     * @param zooCfg path of zoo.cfg; {@code /etc/zookeeper/zoo.cfg} when missing
     * @param unit the systemd unit; {@code zookeeper} when missing
     */
    public record Host(String zooCfg, String unit) {
        static final Text PATH = Text.matching(
                "/[A-Za-z0-9._/-]{1,200}", "an absolute path of letters, digits, dots, underscores and dashes");
        static final Text UNIT = Text.matching("[A-Za-z0-9:_.@-]{1,100}", "the name of a systemd unit");
        static final String DEFAULT_PATH = "/etc/zookeeper/zoo.cfg";
        static final String DEFAULT_UNIT = "zookeeper";

        public Host {
            zooCfg = PATH.require("host.zooCfg", requireNonNullElse(zooCfg, DEFAULT_PATH));
            unit = UNIT.require("host.unit", requireNonNullElse(unit, DEFAULT_UNIT));
        }

        static Host usual() {
            return new Host(DEFAULT_PATH, DEFAULT_UNIT);
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
        /** Whether it ever comes is judged by {@link Firings}. */
        static final Text EXPRESSION = Text.matching("(?:cron|rate)\\(.+\\)", "cron(...) or rate(...)");

        static final Text ZONE = Text.matching("[A-Za-z0-9_+/-]{1,50}", "a time zone like Europe/Berlin")
                .thatIs(Schedule::isZone);
        static final Whole FLEXIBLE = new Whole(0, 1440);
        static final String DEFAULT_EXPRESSION = "cron(0 * * * ? *)";
        static final String DEFAULT_ZONE = "UTC";
        static final int DEFAULT_FLEXIBLE = 5;

        public Schedule {
            expression = Schedule.EXPRESSION.require(
                    "schedule.expression", requireNonNullElse(expression, DEFAULT_EXPRESSION));
            timeZone = ZONE.require("schedule.timeZone", requireNonNullElse(timeZone, DEFAULT_ZONE));
            flexibleMinutes =
                    FLEXIBLE.require("schedule.flexibleMinutes", requireNonNullElse(flexibleMinutes, DEFAULT_FLEXIBLE));
        }

        static Schedule everyHour() {
            return new Schedule(DEFAULT_EXPRESSION, DEFAULT_ZONE, DEFAULT_FLEXIBLE);
        }

        private static boolean isZone(String name) {
            try {
                return ZoneId.getAvailableZoneIds().contains(ZoneId.of(name).getId());
            } catch (DateTimeException e) {
                return false;
            }
        }
    }

    /**
     * How backups are taken.
     *
     * @param attempts at most so many tries while snapshots come out torn, 1 to 10; 4 when missing
     * @param oldestVersion ZooKeeper servers below it are passed over; 3.9.4 when missing
     */
    public record Backups(Integer attempts, String oldestVersion) {
        static final Whole ATTEMPTS = new Whole(1, 10);
        static final Text VERSION = Text.matching("[0-9]{1,4}(?:\\.[0-9]{1,4}){1,3}", "a version like 3.9.4");
        static final int DEFAULT_ATTEMPTS = 4;
        static final String DEFAULT_VERSION = "3.9.4";

        public Backups {
            attempts = ATTEMPTS.require("backups.attempts", requireNonNullElse(attempts, DEFAULT_ATTEMPTS));
            oldestVersion =
                    VERSION.require("backups.oldestVersion", requireNonNullElse(oldestVersion, DEFAULT_VERSION));
        }

        static Backups usual() {
            return new Backups(DEFAULT_ATTEMPTS, DEFAULT_VERSION);
        }
    }

    /**
     * When the newest backup is restored for trial, and with what.
     *
     * @param expression {@code cron(...)} or {@code rate(...)}; every night at half past three when missing
     * @param timeZone the zone that a cron expression is meant in; UTC when missing
     * @param memory of the function in MiB: it holds the whole tree; 3008 when missing, the most that new accounts are given
     * @param disk of the function in MiB: it holds the snapshot; 2048 when missing
     */
    public record Drill(String expression, String timeZone, Integer memory, Integer disk) {
        static final Whole MEMORY = new Whole(1024, 10_240);
        static final Whole DISK = new Whole(512, 10_240);
        static final String DEFAULT_EXPRESSION = "cron(30 3 * * ? *)";
        static final int DEFAULT_MEMORY = FunctionSize.VERIFY_SNAPSHOT.memory();
        static final int DEFAULT_DISK = 2048;
        private static final int FLEXIBLE_MINUTES = 15;

        public Drill {
            expression =
                    Schedule.EXPRESSION.require("drill.expression", requireNonNullElse(expression, DEFAULT_EXPRESSION));
            timeZone = Schedule.ZONE.require("drill.timeZone", requireNonNullElse(timeZone, Schedule.DEFAULT_ZONE));
            memory = MEMORY.require("drill.memory", requireNonNullElse(memory, DEFAULT_MEMORY));
            disk = DISK.require("drill.disk", requireNonNullElse(disk, DEFAULT_DISK));
        }

        /** Returns when it runs. */
        Schedule schedule() {
            return new Schedule(expression, timeZone, FLEXIBLE_MINUTES);
        }

        static Drill usual() {
            return new Drill(DEFAULT_EXPRESSION, Schedule.DEFAULT_ZONE, DEFAULT_MEMORY, DEFAULT_DISK);
        }
    }

    /**
     * How restores are done, whatever their input asks for.
     *
     * @param approval whether a person must approve each restore before its first change
     */
    public record Restore(boolean approval) {
        static Restore usual() {
            return new Restore(false);
        }
    }

    /**
     * Where alarms ring; both, where both are given. Without either they are there to be looked at, and wake nobody.
     *
     * @param topic ARN of an SNS topic that somebody else keeps; null for none
     * @param email address that a topic of the stack's own sends to, once its owner has confirmed it; null for none
     */
    public record Alarms(@Nullable String topic, @Nullable String email) {
        static final Text TOPIC = Text.matching(
                "arn:aws[a-z-]*:sns:[a-z0-9-]+:[0-9]{12}:[A-Za-z0-9_-]{1,256}", "the ARN of an SNS topic");
        static final Text EMAIL = Text.matching("[^@\\s]{1,64}@[^@\\s]{1,255}", "an e-mail address");

        public Alarms {
            TOPIC.requireIfGiven("alarms.topic", topic);
            EMAIL.requireIfGiven("alarms.email", email);
        }

        static Alarms none() {
            return new Alarms(null, null);
        }
    }
}
