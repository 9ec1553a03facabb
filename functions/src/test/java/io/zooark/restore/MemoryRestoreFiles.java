package io.zooark.restore;

import io.zooark.restore.report.Report;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Locks and documents in memory, which keep the promises of {@link RestoreFiles}. */
final class MemoryRestoreFiles implements RestoreFiles {
    private final Map<String, Tagged<Lock>> locks = new LinkedHashMap<>();
    private final Map<String, List<PlannedRule>> rules = new LinkedHashMap<>();
    private final Map<String, Object> documents = new LinkedHashMap<>();
    private int version;

    /** What happens between the reading of a lock and its replacement: nothing, unless a test says otherwise. */
    Runnable beforeReplacing = () -> {};

    Map<String, Object> documents() {
        return documents;
    }

    MemoryRestoreFiles holding(Lock lock) {
        locks.put(lock.ensemble(), new Tagged<>(lock, "v" + ++version));
        return this;
    }

    @Override
    public Optional<Tagged<Lock>> lock(String ensemble) {
        return Optional.ofNullable(locks.get(ensemble));
    }

    @Override
    public boolean createLock(Lock lock) {
        beforeReplacing.run();
        if (locks.containsKey(lock.ensemble())) {
            return false;
        }
        holding(lock);
        return true;
    }

    @Override
    public boolean replaceLock(Lock lock, String etag) {
        beforeReplacing.run();
        Tagged<Lock> held = locks.get(lock.ensemble());
        if (held == null || !held.etag().equals(etag)) {
            return false;
        }
        holding(lock);
        return true;
    }

    @Override
    public Optional<RestorePlan> plan(String ensemble, String restoreId) {
        return Optional.ofNullable((RestorePlan) documents.get(restoreId + "/plan.json"));
    }

    @Override
    public Optional<List<PlannedRule>> rules(String ensemble, String restoreId) {
        return Optional.ofNullable(rules.get(ensemble + "/" + restoreId));
    }

    @Override
    public void recordRules(String ensemble, String restoreId, List<PlannedRule> recorded) {
        rules.putIfAbsent(ensemble + "/" + restoreId, List.copyOf(recorded));
    }

    @Override
    public void write(String ensemble, String restoreId, String name, Object document) {
        documents.put(restoreId + "/" + name, document);
    }

    @Override
    public Optional<Report> report(String ensemble, String restoreId) {
        return Optional.ofNullable((Report) documents.get(restoreId + "/report.json"));
    }

    @Override
    public void writePage(String ensemble, String restoreId, String name, String html) {
        documents.put(restoreId + "/" + name, html);
    }
}
