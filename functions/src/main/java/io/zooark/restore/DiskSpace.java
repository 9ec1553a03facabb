package io.zooark.restore;

import io.zooark.error.RequestRefusedException;
import java.util.List;

/** How much room a restore needs on each server's data disk, where the data of before stays. */
final class DiskSpace {
    private static final long SPACE_FOR_LOGS = 256L << 20;

    private DiskSpace() {}

    /** Old data is moved by rename; beside it come the snapshot, the copy that proves it, and logs. */
    private static long needed(RestorePlan.Expectation expected) {
        return 3 * expected.bytes() + SPACE_FOR_LOGS;
    }

    static void refuseFull(List<ServerDiscovery.Disk> disks, RestorePlan.Expectation expected) {
        List<String> full = below(disks, needed(expected));
        if (!full.isEmpty()) {
            throw new RequestRefusedException(
                    "a restore needs " + needed(expected) + " bytes free on each server's data disk: "
                            + String.join(", ", full),
                    "make room, for instance by deleting old set-aside folders; nothing was changed");
        }
    }

    /** Returns what a person should know who goes on to work beside the data of before. */
    static List<String> warnings(List<ServerDiscovery.Disk> disks, RestorePlan.Expectation expected) {
        return below(disks, 2 * needed(expected)).stream()
                .map(disk ->
                        disk + " bytes free on its data disk, less than twice what the restore takes, and the data of"
                                + " before stays there until you delete it")
                .toList();
    }

    private static List<String> below(List<ServerDiscovery.Disk> disks, long bytes) {
        return disks.stream()
                .filter(disk -> disk.freeBytes() < bytes)
                .map(disk -> disk.instance() + " has " + disk.freeBytes())
                .toList();
    }
}
