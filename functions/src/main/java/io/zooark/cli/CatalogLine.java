package io.zooark.cli;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.zooark.ensemble.ServerStatus;
import io.zooark.ensemble.Zxid;
import io.zooark.snapshot.Catalog;
import io.zooark.snapshot.DrillName;
import io.zooark.snapshot.Examination;
import io.zooark.snapshot.Manifest;
import io.zooark.snapshot.SnapshotClass;
import io.zooark.snapshot.SnapshotId;
import io.zooark.snapshot.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One snapshot in a list. Its fields are those of {@code list --json}; whoever reads them relies on their names.
 *
 * @param id the snapshot's name
 * @param snapshotClass {@code class} in JSON
 * @param scheduledTime when it was due
 * @param ageSeconds since its taking began, or, where the manifest cannot be read, since it was due
 * @param verdict what its bytes prove; null, as all that follows, where the manifest cannot be read
 * @param source where the server was asked that it comes from
 * @param sourceId that server's {@code myid}
 * @param label what it was labelled with when it was taken
 * @param provenAt when a drill last passed
 * @param lastDrill the newest drill, passed or not
 * @param problem why it cannot be used as it stands
 */
record CatalogLine(
        SnapshotId id,
        @JsonProperty("class") SnapshotClass snapshotClass,
        Instant scheduledTime,
        long ageSeconds,
        @Nullable Verdict verdict,
        @Nullable Zxid startZxid,
        @Nullable Zxid endZxid,
        @Nullable Long nodeCount,
        @Nullable Long bytes,
        @Nullable String source,
        @Nullable Integer sourceId,
        @Nullable String label,
        @Nullable Instant provenAt,
        @Nullable DrillName lastDrill,
        @Nullable String problem) {
    static final List<Table.Column> COLUMNS = List.of(
            Table.Column.left("ID"),
            Table.Column.left("VERDICT"),
            Table.Column.left("START ZXID"),
            Table.Column.left("END ZXID"),
            Table.Column.right("ZNODES"),
            Table.Column.right("SIZE"),
            Table.Column.right("AGE"),
            Table.Column.left("SOURCE"),
            Table.Column.left("LABEL"),
            Table.Column.left("DRILL"));

    private static final String NOTHING = "-";

    static CatalogLine of(Catalog.Entry entry, Instant now) {
        Optional<Manifest> manifest = entry.manifest();
        Optional<Examination> examination = manifest.map(Manifest::examination);
        Optional<ServerStatus> source = manifest.map(Manifest::source);
        Instant begun = manifest.map(Manifest::startedAt).orElse(entry.id().scheduledTime());
        return new CatalogLine(
                entry.id(),
                entry.id().snapshotClass(),
                entry.id().scheduledTime(),
                Math.max(0, Duration.between(begun, now).toSeconds()),
                manifest.map(Manifest::verdict).orElse(null),
                examination.flatMap(Examination::startZxid).orElse(null),
                examination.flatMap(Examination::endZxid).orElse(null),
                examination.map(found -> found.content().nodes()).orElse(null),
                manifest.map(known -> known.object().size()).orElse(null),
                source.map(server -> server.address().toString()).orElse(null),
                source.map(ServerStatus::id).orElse(null),
                manifest.flatMap(Manifest::label).orElse(null),
                entry.provenAt().orElse(null),
                entry.folder().drills().stream().findFirst().orElse(null),
                entry.problem().orElse(null));
    }

    /** Returns the values under {@link #COLUMNS}. */
    List<String> cells() {
        return List.of(
                id.toString(),
                judgement(),
                text(startZxid),
                text(endZxid),
                nodeCount == null ? NOTHING : String.format(Locale.ROOT, "%,d", nodeCount),
                bytes == null ? NOTHING : Sizes.bytes(bytes),
                Sizes.age(Duration.ofSeconds(ageSeconds)),
                source == null ? NOTHING : sourceId + " at " + source,
                text(label),
                drill());
    }

    private String judgement() {
        if (verdict == null) {
            return "UNREADABLE";
        }
        return problem == null ? verdict.toString() : verdict + ", but " + problem;
    }

    private String drill() {
        return lastDrill == null ? NOTHING : (lastDrill.passed() ? "passed " : "FAILED ") + lastDrill.at();
    }

    private static String text(@Nullable Object value) {
        return value == null ? NOTHING : value.toString();
    }
}
