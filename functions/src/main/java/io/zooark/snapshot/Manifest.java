package io.zooark.snapshot;

import static java.util.Objects.requireNonNull;

import io.zooark.ensemble.ServerStatus;
import io.zooark.ensemble.Zxid;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is known of one stored snapshot. It is written last: a snapshot without one does not exist.
 *
 * @param formatVersion of this document; 1
 * @param ensemble the ensemble's name
 * @param id the snapshot's name
 * @param label what the person who asked for it has called it; empty for what nobody asked for
 * @param startedAt when the taking began
 * @param duration how long it took
 * @param source the server it was taken from, as it was just before
 * @param whyThisServer one sentence for a person
 * @param passedOver servers that could not serve, each with its reason
 * @param examination verdict, zxids, digest and counts
 * @param object the stored bytes
 * @param unknown fields of a later version, kept as they were read
 */
public record Manifest(
        int formatVersion,
        String ensemble,
        SnapshotId id,
        Optional<String> label,
        Instant startedAt,
        Duration duration,
        ServerStatus source,
        String whyThisServer,
        List<String> passedOver,
        Examination examination,
        StoredObject object,
        Map<String, Object> unknown) {
    /** The version that this code writes. */
    public static final int FORMAT_VERSION = 1;

    public Manifest {
        requireNonNull(ensemble, "ensemble is null");
        requireNonNull(id, "id is null");
        // manifests of before there were labels have none
        label = label == null ? Optional.empty() : label;
        requireNonNull(startedAt, "startedAt is null");
        requireNonNull(duration, "duration is null");
        requireNonNull(source, "source is null");
        requireNonNull(whyThisServer, "whyThisServer is null");
        passedOver = List.copyOf(passedOver);
        requireNonNull(examination, "examination is null");
        requireNonNull(object, "object is null");
        unknown = unknown == null ? Map.of() : Map.copyOf(unknown);
    }

    public Verdict verdict() {
        return examination.verdict();
    }

    /** Returns the epoch of the last transaction in the snapshot; 0 where it has no trailer. */
    public long epoch() {
        return examination.endZxid().map(Zxid::epoch).orElse(0L);
    }

    /**
     * The bytes as they lie in S3.
     *
     * @param key the object's key
     * @param versionId its version, where the bucket keeps versions
     * @param etag as S3 answered it, quotes included
     * @param size bytes
     * @param crc32 over the whole object, 8 lower case hexadecimal digits
     */
    public record StoredObject(String key, Optional<String> versionId, String etag, long size, String crc32) {
        public StoredObject {
            requireNonNull(key, "key is null");
            requireNonNull(versionId, "versionId is null");
            requireNonNull(etag, "etag is null");
            requireNonNull(crc32, "crc32 is null");
        }
    }
}
