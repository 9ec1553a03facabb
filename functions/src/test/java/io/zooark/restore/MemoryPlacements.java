package io.zooark.restore;

import io.zooark.snapshot.Manifest.StoredObject;
import io.zooark.snapshot.Vault;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** What hosts fetch, in memory: it keeps the promises of {@link Placements}, with every version. */
final class MemoryPlacements implements Placements {
    private final Map<String, byte[]> objects = new LinkedHashMap<>();
    private final Map<String, Integer> versions = new LinkedHashMap<>();
    private int open;

    Map<String, byte[]> objects() {
        return objects;
    }

    int open() {
        return open;
    }

    @Override
    public Vault.Upload begin(String ensemble, String restoreId, long expectedSize) {
        open++;
        return new MemoryUpload(ensemble + "/" + restoreId);
    }

    @Override
    public String address(String ensemble, String restoreId, StoredObject object, Duration validity) {
        return "https://vault/" + ensemble + "/" + restoreId + "?versionId="
                + object.versionId().orElseThrow() + "&X-Amz-Expires=" + validity.toSeconds()
                + "&X-Amz-Signature=secret";
    }

    private final class MemoryUpload implements Vault.Upload {
        private final String key;
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        MemoryUpload(String key) {
            this.key = key;
        }

        @Override
        public OutputStream out() {
            return bytes;
        }

        @Override
        public Optional<StoredObject> complete() {
            return objects.containsKey(key) ? Optional.empty() : replaceOrphan();
        }

        @Override
        public Optional<StoredObject> replaceOrphan() {
            objects.put(key, bytes.toByteArray());
            String version = "v" + versions.merge(key, 1, Integer::sum);
            return Optional.of(new StoredObject(key, Optional.of(version), "e", bytes.size(), "00000000"));
        }

        @Override
        public void close() {
            open--;
        }
    }
}
