package io.zooark.snapshot;

/** Where the results of drills are kept: beside the manifests, one object for each, none ever rewritten. */
@FunctionalInterface
public interface DrillRecords {

    /**
     * Keeps a result. Where another drill of the same backup came to the same end in the same second, its record stays and
     * speaks for both.
     *
     * @throws io.zooark.error.StorageRefusedException where the storage refuses or fails
     */
    void keep(DrillResult result);
}
