package io.zooark.infra;

import static io.zooark.infra.fields.Mapping.Field.optional;
import static io.zooark.infra.fields.Mapping.Field.required;

import io.zooark.infra.fields.Flag;
import io.zooark.infra.fields.Kind;
import io.zooark.infra.fields.Many;
import io.zooark.infra.fields.Mapping;
import io.zooark.infra.fields.Mapping.Field;
import java.util.Arrays;
import java.util.List;

/** The fields of {@code ensembles.yaml}: what they are called, may hold, and mean. */
final class EnsembleFields {
    private static final Mapping ADMIN = Mapping.of(
            optional(
                            "scheme",
                            AdminConfig.SCHEME,
                            "How the AdminServer is reached. http sends the credential readable through the VPC.")
                    .usually(AdminConfig.DEFAULT_SCHEME),
            optional("port", AdminConfig.PORT, "admin.serverPort in zoo.cfg.").usually(AdminConfig.DEFAULT_PORT),
            optional(
                            "authentication",
                            AdminConfig.AUTHENTICATION,
                            "As whom the functions come: digest, a user with a password, or x509, the subject of their"
                                    + " certificate. x509 needs https.")
                    .usually(AdminConfig.DEFAULT_AUTHENTICATION),
            optional(
                    "credentialParameter",
                    AdminConfig.PARAMETER,
                    "Name of the SSM parameter with user:password; /zooark/<name>/admin when missing. With x509 it may be"
                            + " missing altogether: backups need none then, but restores are refused."),
            optional(
                    "credentialKey",
                    AdminConfig.KEY,
                    "ARN of the KMS key of these parameters or secrets; the account's own key when missing."),
            optional(
                    "trustParameter",
                    AdminConfig.PARAMETER,
                    "Name of the SSM parameter with the certificates of the authorities to trust, in PEM; those that the"
                            + " JVM trusts when missing. With https only."),
            optional(
                    "certificateParameter",
                    AdminConfig.PARAMETER,
                    "Name of the SSM parameter with the functions' private key and certificate chain, in PEM. With https"
                            + " only; x509 needs it."));

    private static final Mapping NETWORK = Mapping.of(
            required("vpc", NetworkConfig.VPC, "The VPC of the functions that talk to the servers."),
            required(
                    "subnets",
                    new Many(NetworkConfig.SUBNET, 1),
                    "Where these functions run. Nothing else may ever be in them: a host that is cut lets their addresses"
                            + " through."),
            required("cidrs", new Many(NetworkConfig.CIDR, 1), "The address ranges of these subnets."),
            required(
                    "serverGroups",
                    new Many(NetworkConfig.GROUP, 1),
                    "The security groups of the servers: a restore changes rules of these and of no other."),
            optional(
                            "endpoints",
                            new Flag(),
                            "Whether to make the endpoints of S3 and Systems Manager in the VPC; needs routeTables. Leave it"
                                    + " out where there are such endpoints or a NAT gateway.")
                    .usually(false),
            optional(
                    "routeTables",
                    new Many(NetworkConfig.ROUTE_TABLE, 0),
                    "The route tables of the subnets: the endpoint of S3 is entered there."),
            optional(
                            "addIngress",
                            new Flag(),
                            "Whether to add rules to the servers' groups that let the functions in. Leave it out where"
                                    + " something else keeps these groups: an output says what to add.")
                    .usually(false));

    private static final Mapping SCHEDULE = Mapping.of(
            optional(
                            "expression",
                            EnsembleConfig.Schedule.EXPRESSION,
                            "When backups are taken, as EventBridge Scheduler takes it.")
                    .usually(EnsembleConfig.Schedule.DEFAULT_EXPRESSION),
            zone(),
            optional(
                            "flexibleMinutes",
                            EnsembleConfig.Schedule.FLEXIBLE,
                            "How many minutes later a backup may start, so that many do not start at once.")
                    .usually(EnsembleConfig.Schedule.DEFAULT_FLEXIBLE));

    private static final Mapping DRILL = Mapping.of(
            optional("expression", EnsembleConfig.Schedule.EXPRESSION, "When the newest backup is restored for trial.")
                    .usually(EnsembleConfig.Drill.DEFAULT_EXPRESSION),
            zone(),
            optional(
                            "memory",
                            EnsembleConfig.Drill.MEMORY,
                            "MiB of the function that does it: it holds the whole tree.")
                    .usually(EnsembleConfig.Drill.DEFAULT_MEMORY),
            optional("disk", EnsembleConfig.Drill.DISK, "MiB of its disk: it holds the snapshot.")
                    .usually(EnsembleConfig.Drill.DEFAULT_DISK));

    private static final Mapping BACKUPS = Mapping.of(
            optional(
                            "attempts",
                            EnsembleConfig.Backups.ATTEMPTS,
                            "At most so many tries while snapshots come out torn.")
                    .usually(EnsembleConfig.Backups.DEFAULT_ATTEMPTS),
            optional(
                            "oldestVersion",
                            EnsembleConfig.Backups.VERSION,
                            "Servers below it are passed over: below 3.9.4 one permission bit is enough to take a snapshot"
                                    + " (CVE-2025-58457).")
                    .usually(EnsembleConfig.Backups.DEFAULT_VERSION));

    /** One ensemble; what must be there may stand in the defaults instead, but for the name. */
    static final Mapping ENSEMBLE = Mapping.of(
            required(
                    "name",
                    EnsembleConfig.NAME,
                    "The ensemble's name: part of the stack's name and of every key in the vault."),
            required(
                    "seedHosts",
                    new Many(EnsembleConfig.SEED, 1),
                    "Servers to ask first, host or host:adminPort; the others are learnt from them."),
            required("network", NETWORK, "Where the servers and the functions are."),
            optional("admin", ADMIN, "How the AdminServer is reached."),
            optional("clientPorts", new Many(AdminConfig.PORT, 1), "Every port on which servers take clients.")
                    .usually(List.of(EnsembleConfig.DEFAULT_CLIENT_PORT)),
            optional(
                    "instances",
                    Mapping.of(
                            optional("key", EnsembleConfig.Tag.KEY, "The tag's key.")
                                    .usually(EnsembleConfig.Tag.DEFAULT_KEY),
                            optional(
                                    "value", EnsembleConfig.Tag.VALUE, "Its value; the ensemble's name when missing.")),
                    "The tag that all servers of the ensemble carry, observers too, and no other instance."),
            optional(
                    "host",
                    Mapping.of(
                            optional("zooCfg", EnsembleConfig.Host.PATH, "Path of zoo.cfg on the servers.")
                                    .usually(EnsembleConfig.Host.DEFAULT_PATH),
                            optional("unit", EnsembleConfig.Host.UNIT, "The systemd unit that runs ZooKeeper.")
                                    .usually(EnsembleConfig.Host.DEFAULT_UNIT)),
                    "Where things are on each server."),
            optional("schedule", SCHEDULE, "When backups are taken."),
            optional("backups", BACKUPS, "How backups are taken."),
            optional("drill", DRILL, "When the newest backup is restored for trial."),
            optional(
                    "restore",
                    Mapping.of(optional(
                                    "approval",
                                    new Flag(),
                                    "Whether a person must approve every restore before its first change, whatever its input"
                                            + " says.")
                            .usually(false)),
                    "How restores are done."),
            optional(
                            "restoreFrom",
                            new Many(EnsembleConfig.NAME, 0),
                            "Names of other ensembles in the vault with whose snapshots this one may be seeded; its functions"
                                    + " may read those then.")
                    .usually(List.of()),
            optional(
                    "alarms",
                    Mapping.of(
                            optional(
                                    "topic",
                                    EnsembleConfig.Alarms.TOPIC,
                                    "ARN of an SNS topic that is told of alarms."),
                            optional(
                                    "email",
                                    EnsembleConfig.Alarms.EMAIL,
                                    "Address that is told of alarms, once its owner has confirmed the subscription.")),
                    "Where alarms ring. Without either they can be looked at, and wake nobody."));

    /** What may be said once for all ensembles. */
    static final Mapping DEFAULTS = ENSEMBLE.without("name")
            // two ensembles with one tag would be one to a restore
            .with(optional(
                    "instances",
                    Mapping.of(optional("key", EnsembleConfig.Tag.KEY, "The tag's key.")
                            .usually(EnsembleConfig.Tag.DEFAULT_KEY)),
                    "The tag that all servers of an ensemble carry; its value is each ensemble's own."));

    /** How backups are kept. */
    static final Mapping VAULT = vault();

    /** The whole file. */
    static final Mapping FILE = Mapping.of(
            optional("vault", VAULT, "The bucket with all backups, locks and records of restores."),
            optional("defaults", DEFAULTS, "What holds for every ensemble that does not say otherwise."),
            required("ensembles", new Many(ENSEMBLE, 1), "The ensembles, each with a stack of its own."));

    private EnsembleFields() {}

    private static Field zone() {
        return optional("timeZone", EnsembleConfig.Schedule.ZONE, "The time zone that a cron expression is meant in.")
                .usually(EnsembleConfig.Schedule.DEFAULT_ZONE);
    }

    private static Mapping vault() {
        Field[] classes = Arrays.stream(SnapshotRetention.values())
                .map(each -> optional(
                                each.prefix(),
                                VaultConfig.Retention.DAYS,
                                "Days that " + each.prefix() + " backups are kept.")
                        .usually(each.usualDays()))
                .toArray(Field[]::new);
        Kind lock = Mapping.of(required(
                "days",
                VaultConfig.Retention.DAYS,
                "For so many days after it was written nobody deletes a version who may not bypass governance."));
        Kind replication = Mapping.of(
                required(
                        "bucket", VaultConfig.Replication.BUCKET, "The other bucket; it must be there, and versioned."),
                optional(
                        "account",
                        VaultConfig.Replication.ACCOUNT,
                        "The account that it belongs to; this one when missing. Its bucket policy must let this account's"
                                + " role in."),
                optional("key", AdminConfig.KEY, "ARN of the KMS key there; needed with vault.key, and only then."));
        return Mapping.of(
                optional(
                        "key",
                        AdminConfig.KEY,
                        "ARN of the KMS key that the vault is encrypted with; a key of S3's own when missing. Its policy must"
                                + " leave permissions to IAM."),
                optional(
                                "formerKeys",
                                new Many(AdminConfig.KEY, 0),
                                "ARNs of the KMS keys that the vault had before. Name a key here when you change or remove"
                                        + " it, until nothing is stored under it: what was stored keeps the key that it had.")
                        .usually(List.of()),
                optional("retention", Mapping.of(classes), "How long backups are kept."),
                optional(
                        "objectLock",
                        lock,
                        "S3 Object Lock in governance mode. Decide before the first deployment: it cannot be taken back."),
                optional(
                        "replication",
                        replication,
                        "A bucket in another region or account that backups, locks and records are copied to."));
    }
}
