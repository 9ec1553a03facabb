package io.zooark.cli;

import static java.util.Objects.requireNonNull;

import io.zooark.ensemble.ServerStatus;
import io.zooark.ensemble.Zxid;
import io.zooark.snapshot.DrillName;
import io.zooark.snapshot.Examination;
import io.zooark.snapshot.Manifest;
import io.zooark.snapshot.Manifest.StoredObject;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A manifest, and the drills beside it, for a person to read. */
final class ManifestText {
    private static final double MILLIS = 1000;

    private final Manifest manifest;
    private final String bucket;
    private final Map<DrillName, Map<String, Object>> drills;
    private final List<String> lines = new ArrayList<>();

    ManifestText(Manifest manifest, String bucket, Map<DrillName, Map<String, Object>> drills) {
        this.manifest = requireNonNull(manifest, "manifest is null");
        this.bucket = requireNonNull(bucket, "bucket is null");
        this.drills = requireNonNull(drills, "drills is null");
    }

    /** Returns the lines; ages are told as of a time. */
    List<String> lines(Instant now) {
        lines.clear();
        lines.add(manifest.id() + " of " + manifest.ensemble());
        line("verdict", manifest.verdict() + ": " + manifest.examination().reason());
        taken(now);
        found(manifest.examination());
        stored(manifest.object());
        drills.forEach((name, record) -> line("drill", drill(name, record)));
        if (drills.isEmpty()) {
            line("drill", "none was made with it");
        }
        new TreeMap<>(manifest.unknown()).forEach((field, value) -> line(field, value.toString()));
        return List.copyOf(lines);
    }

    private void taken(Instant now) {
        ServerStatus source = manifest.source();
        manifest.label().ifPresent(label -> line("label", label));
        line("due", manifest.id().scheduledTime().toString());
        line(
                "taken",
                manifest.startedAt().truncatedTo(ChronoUnit.SECONDS) + " in " + seconds(manifest.duration()) + ", "
                        + Sizes.age(Duration.between(manifest.startedAt(), now)) + " ago");
        line(
                "source",
                "server " + source.id() + " at " + source.address() + ", " + source.role() + ", ZooKeeper "
                        + source.version() + ", at " + source.lastZxid() + " with " + grouped(source.nodes())
                        + " znodes just before");
        line("why it", manifest.whyThisServer());
        manifest.passedOver().forEach(other -> line("passed over", other));
    }

    private void found(Examination found) {
        Examination.Content content = found.content();
        line("zxid", text(found.startZxid()) + " to " + text(found.endZxid()) + ", epoch " + manifest.epoch());
        line("znodes", grouped(content.nodes()) + ", " + grouped(content.ephemerals()) + " of them ephemeral");
        line(
                "sessions",
                grouped(content.sessions()) + ", longest time-out " + grouped(content.longestSessionTimeoutMs())
                        + " ms");
        line("data", size(content.dataBytes()));
        line("tree digest", found.treeDigest().orElse("unknown"));
        line("database id", String.valueOf(found.databaseId()));
    }

    private void stored(StoredObject object) {
        line("object", "s3://" + bucket + "/" + object.key());
        object.versionId().ifPresent(version -> line("version", version));
        line("etag", object.etag());
        line(
                "size",
                size(object.size()) + ", "
                        + switch (manifest.examination().compression()) {
                            case NONE -> "not compressed";
                            case GZIP -> "gzip";
                            case SNAPPY -> "snappy";
                        });
        line("CRC32", object.crc32());
        line("format", String.valueOf(manifest.formatVersion()));
    }

    private static String drill(DrillName name, Map<String, Object> record) {
        StringBuilder text = new StringBuilder(name.at() + (name.passed() ? " passed" : " FAILED"));
        Object reason = record.get("reason");
        if (reason != null && !reason.toString().isBlank()) {
            text.append(": ").append(reason);
        }
        if (record.get("durationMs") instanceof Number millis) {
            text.append(", in ").append(seconds(Duration.ofMillis(millis.longValue())));
        }
        return text.toString();
    }

    private void line(String name, String value) {
        lines.add(String.format(Locale.ROOT, "  %-12s %s", name, value));
    }

    private static String text(Optional<Zxid> zxid) {
        return zxid.map(Zxid::toString).orElse("unknown");
    }

    private static String size(long bytes) {
        return bytes < MILLIS ? Sizes.bytes(bytes) : Sizes.bytes(bytes) + " (" + grouped(bytes) + " bytes)";
    }

    private static String seconds(Duration duration) {
        return String.format(Locale.ROOT, "%.1f s", duration.toMillis() / MILLIS);
    }

    private static String grouped(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }
}
