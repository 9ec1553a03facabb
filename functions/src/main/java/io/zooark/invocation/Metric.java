package io.zooark.invocation;

/** What is measured of an invocation, under the names that alarms and dashboards go by. */
public enum Metric {
    /** 1 where a backup exists at the end and is not torn, else 0. */
    BACKUP_SUCCEEDED("BackupSucceeded", Unit.COUNT),
    /** Age of the newest backup that is proven consistent by its own bytes. */
    BACKUP_AGE("BackupAgeSeconds", Unit.SECONDS),
    /** How long the taking of a backup took, from the event to the answer. */
    DURATION("DurationMs", Unit.MILLISECONDS),
    /** Size of the snapshot. */
    BYTES("Bytes", Unit.BYTES),
    /** Number of znodes in the snapshot. */
    ZNODES("Znodes", Unit.COUNT),
    /** How many snapshots came out torn on the way, the one that was kept among them. */
    TORN("Torn", Unit.COUNT),
    /** 1 where a drill has read a backup back through a real server and found it equal, else 0. */
    DRILL_SUCCEEDED("DrillSucceeded", Unit.COUNT),
    /** Age of the newest backup that a drill has proven. */
    PROVEN_AGE("ProvenAgeSeconds", Unit.SECONDS),
    /** 1 where the last drill, of whichever backup, did not pass, else 0. */
    DRILL_FAILED("DrillFailed", Unit.COUNT),
    /** 1 at each look at what a restore may have left: that somebody looks, and that what is known is not old. */
    RECOVERY_LOOKS("RecoveryLooks", Unit.COUNT),
    /** For how long clients are shut out by now; 0 where they are in. */
    CLOSED("ClosedSeconds", Unit.SECONDS),
    /** 1 where the last restore, recovery or undoing has not ended well, until that is mended or a day old, else 0. */
    RESTORE_FAILED("RestoreFailed", Unit.COUNT),
    /** For how long a restore had shut clients out, once they are in again. */
    SHUT_OUT("ShutOutSeconds", Unit.SECONDS),
    /** How many servers answered. */
    SERVERS_REACHABLE("ServersReachable", Unit.COUNT);

    private final String label;
    private final Unit unit;

    Metric(String label, Unit unit) {
        this.label = label;
        this.unit = unit;
    }

    /** Returns the name in CloudWatch. */
    public String label() {
        return label;
    }

    public Unit unit() {
        return unit;
    }

    /** CloudWatch's units. */
    public enum Unit {
        COUNT("Count"),
        BYTES("Bytes"),
        SECONDS("Seconds"),
        MILLISECONDS("Milliseconds");

        private final String label;

        Unit(String label) {
            this.label = label;
        }

        /** Returns the name in CloudWatch. */
        public String label() {
            return label;
        }
    }
}
