package io.zooark.local.cloud;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import io.zooark.json.Json;
import io.zooark.restore.Lock;
import io.zooark.restore.PlannedRule;
import io.zooark.restore.RestoreFiles;
import io.zooark.restore.RestorePlan;
import io.zooark.restore.report.Report;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The records of the original rules, as the JSON that they are in S3; nothing else is written while rules are changed. */
final class RulesOnRecord implements RestoreFiles {
    private final Map<String, String> records = new HashMap<>();

    @Override
    public Optional<List<PlannedRule>> rules(String ensemble, String restoreId) {
        return Optional.ofNullable(records.get(restoreId)).map(RulesOnRecord::read);
    }

    @Override
    public void recordRules(String ensemble, String restoreId, List<PlannedRule> rules) {
        records.putIfAbsent(restoreId, Json.write(rules));
    }

    private static List<PlannedRule> read(String json) {
        try {
            return Json.mapper().readValue(json, new TypeReference<List<PlannedRule>>() {});
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Optional<Tagged<Lock>> lock(String ensemble) {
        return Optional.empty();
    }

    @Override
    public boolean createLock(Lock lock) {
        throw new UnsupportedOperationException("no lock is taken here");
    }

    @Override
    public boolean replaceLock(Lock lock, String etag) {
        throw new UnsupportedOperationException("no lock is taken here");
    }

    @Override
    public Optional<RestorePlan> plan(String ensemble, String restoreId) {
        return Optional.empty();
    }

    @Override
    public Optional<Report> report(String ensemble, String restoreId) {
        return Optional.empty();
    }

    @Override
    public void writePage(String ensemble, String restoreId, String name, String html) {
        throw new UnsupportedOperationException("no page is written here");
    }

    @Override
    public void write(String ensemble, String restoreId, String name, Object document) {
        throw new UnsupportedOperationException("no document is written here");
    }
}
