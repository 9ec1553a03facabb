package io.zooark.restore;

import io.zooark.restore.report.Report;
import java.util.List;
import java.util.Optional;

/**
 * What restores write down in S3 besides snapshots: locks, the original rules, plans and reports.
 *
 * <p>Every method throws {@link io.zooark.error.StorageRefusedException} where the storage refuses or fails.
 */
public interface RestoreFiles {

    /** Returns the lock of an ensemble and the tag to replace it by; empty before the first restore. */
    Optional<Tagged<Lock>> lock(String ensemble);

    /** Writes the first lock of an ensemble; false if there is one already. */
    boolean createLock(Lock lock);

    /** Replaces the lock if it is still the tagged one; false otherwise. */
    boolean replaceLock(Lock lock, String etag);

    /** Returns the plan of a restore; empty where it took no lock. */
    Optional<RestorePlan> plan(String ensemble, String restoreId);

    /** Returns the rules as they were before a restore shut clients out; empty where it did not come so far. */
    Optional<List<PlannedRule>> rules(String ensemble, String restoreId);

    /** Writes the rules down unless they were written before; never overwrites. */
    void recordRules(String ensemble, String restoreId, List<PlannedRule> rules);

    /** Returns the report of a restore so far; empty where there is none, or none that can be understood. */
    Optional<Report> report(String ensemble, String restoreId);

    /** Writes a document of a restore, such as {@code plan.json}; one of the same name is replaced. */
    void write(String ensemble, String restoreId, String name, Object document);

    /** Writes a page of a restore, such as {@code report.html}; one of the same name is replaced. */
    void writePage(String ensemble, String restoreId, String name, String html);

    /** A value and the tag of the version that was read. */
    record Tagged<T>(T value, String etag) {}
}
