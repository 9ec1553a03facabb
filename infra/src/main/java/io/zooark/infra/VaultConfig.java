package io.zooark.infra;

import static java.util.Objects.requireNonNullElse;

import io.zooark.infra.fields.Text;
import io.zooark.infra.fields.Whole;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the vault keeps backups.
 *
 * @param key ARN of the KMS key that it is encrypted with; null for a key of S3's own
 * @param formerKeys ARNs of keys that it was encrypted with before: what was stored then stays readable; none when missing
 * @param retention how long backups are kept
 * @param objectLock whether, and for how long, nobody may delete; null for not
 * @param replication whereto what is kept is copied; null for nowhere
 */
public record VaultConfig(
        @Nullable String key,
        List<String> formerKeys,
        Retention retention,
        @Nullable ObjectLock objectLock,
        @Nullable Replication replication) {

    public VaultConfig {
        AdminConfig.KEY.requireIfGiven("key", key);
        formerKeys = List.copyOf(requireNonNullElse(formerKeys, List.of()));
        formerKeys.forEach(former -> AdminConfig.KEY.require("formerKeys", former));
        retention = requireNonNullElse(retention, Retention.usual());
        if (replication != null && key != null && replication.key() == null) {
            throw new IllegalArgumentException(
                    "replication.key is missing: what is encrypted with vault.key is encrypted with a key there too");
        }
        if (replication != null && key == null && replication.key() != null) {
            throw new IllegalArgumentException(
                    "replication.key is for a vault with a key of its own: give vault.key too, or leave it out");
        }
    }

    /** Returns a vault with a key of S3's own and the usual times. */
    public static VaultConfig usual() {
        return new VaultConfig(null, List.of(), Retention.usual(), null, null);
    }

    /**
     * For how many days the backups of each class are kept, 1 to 3650.
     *
     * @param hourly those between; 3 when missing
     * @param daily the first of each day; 35 when missing
     * @param weekly the first of each week; 100 when missing
     * @param monthly the first of each month; 400 when missing
     * @param manual those that a person asks for; 400 when missing
     * @param safety those that a restore takes before it begins; 100 when missing
     */
    public record Retention(
            Integer hourly, Integer daily, Integer weekly, Integer monthly, Integer manual, Integer safety) {
        static final Whole DAYS = new Whole(1, 3650);

        public Retention {
            hourly = checked(SnapshotRetention.HOURLY, hourly);
            daily = checked(SnapshotRetention.DAILY, daily);
            weekly = checked(SnapshotRetention.WEEKLY, weekly);
            monthly = checked(SnapshotRetention.MONTHLY, monthly);
            manual = checked(SnapshotRetention.MANUAL, manual);
            safety = checked(SnapshotRetention.SAFETY, safety);
        }

        private static int checked(SnapshotRetention of, @Nullable Integer days) {
            return DAYS.require("retention." + of.prefix(), requireNonNullElse(days, of.usualDays()));
        }

        static Retention usual() {
            return new Retention(
                    SnapshotRetention.HOURLY.usualDays(),
                    SnapshotRetention.DAILY.usualDays(),
                    SnapshotRetention.WEEKLY.usualDays(),
                    SnapshotRetention.MONTHLY.usualDays(),
                    SnapshotRetention.MANUAL.usualDays(),
                    SnapshotRetention.SAFETY.usualDays());
        }

        /** Returns for how many days a class is kept. */
        int days(SnapshotRetention of) {
            return switch (of) {
                case HOURLY -> hourly;
                case DAILY -> daily;
                case WEEKLY -> weekly;
                case MONTHLY -> monthly;
                case MANUAL -> manual;
                case SAFETY -> safety;
            };
        }
    }

    /**
     * S3 Object Lock in governance mode on everything that is written: for so long only who holds {@code
     * s3:BypassGovernanceRetention} can delete a version.
     *
     * @param days for how many, 1 to 3650
     */
    public record ObjectLock(int days) {
        public ObjectLock {
            Retention.DAYS.require("objectLock.days", days);
        }
    }

    /**
     * A bucket, in another region or account, that what is kept is copied to: all but what hosts fetch. Deletions are not copied.
     *
     * @param bucket its name; it must be there and versioned
     * @param account the account it belongs to, which must let this one's role in; null for this account
     * @param key ARN of the KMS key there; needed where the vault has a key of its own, else null
     */
    public record Replication(
            String bucket,
            @Nullable String account,
            @Nullable String key) {
        static final Text BUCKET = Text.matching("[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]", "the name of a bucket");
        static final Text ACCOUNT = Text.matching("[0-9]{12}", "the twelve digits of an account");

        public Replication {
            BUCKET.require("replication.bucket", bucket);
            ACCOUNT.requireIfGiven("replication.account", account);
            AdminConfig.KEY.requireIfGiven("replication.key", key);
        }
    }
}
