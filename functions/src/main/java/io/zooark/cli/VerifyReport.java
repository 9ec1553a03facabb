package io.zooark.cli;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.zooark.ensemble.Zxid;
import io.zooark.snapshot.Compression;
import io.zooark.snapshot.Examination;
import io.zooark.snapshot.Verdict;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The line that {@code verify} prints, its fields in this order; whoever reads it relies on their names.
 *
 * @param file the snapshot as it was named
 * @param comparison its fields come last, and only where there is a manifest
 */
record VerifyReport(
        Verdict verdict,
        String reason,
        String file,
        long bytes,
        Compression compression,
        long nodeCount,
        long ephemeralCount,
        long sessionCount,
        int longestSessionTimeoutMs,
        long dataBytes,
        @Nullable String startZxid,
        @Nullable String endZxid,
        @Nullable String treeDigest,
        long databaseId,
        @JsonUnwrapped @Nullable ManifestComparison comparison) {

    static VerifyReport of(String name, Examination found, Optional<ManifestComparison> comparison) {
        Examination.Content content = found.content();
        return new VerifyReport(
                found.verdict(),
                found.reason(),
                name,
                found.bytes(),
                found.compression(),
                content.nodes(),
                content.ephemerals(),
                content.sessions(),
                content.longestSessionTimeoutMs(),
                content.dataBytes(),
                found.startZxid().map(Zxid::toString).orElse(null),
                found.endZxid().map(Zxid::toString).orElse(null),
                found.treeDigest().orElse(null),
                found.databaseId(),
                comparison.orElse(null));
    }
}
