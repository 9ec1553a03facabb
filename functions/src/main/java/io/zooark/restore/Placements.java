package io.zooark.restore;

import io.zooark.snapshot.Manifest.StoredObject;
import io.zooark.snapshot.Vault;
import java.time.Duration;

/**
 * Where the rewritten snapshots lie that hosts fetch: one for each restore, for a few days.
 *
 * <p>Every method throws {@link io.zooark.error.StorageRefusedException} where the storage refuses or fails.
 */
public interface Placements {

    /**
     * Begins to store the snapshot of a restore.
     *
     * @param expectedSize bytes to come; decides the size of the parts
     */
    Vault.Upload begin(String ensemble, String restoreId, long expectedSize);

    /**
     * Returns an address under which whoever knows it can fetch these very bytes: a secret for as long as it is valid.
     *
     * @param object what was stored for that restore
     * @param validity from now on, for a fetch to begin
     */
    String address(String ensemble, String restoreId, StoredObject object, Duration validity);
}
