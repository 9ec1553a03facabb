package io.zooark.restore;

import static java.util.Objects.requireNonNull;

import io.zooark.ensemble.Zxid;
import io.zooark.snapshot.Manifest.StoredObject;

/**
 * A snapshot as the servers shall hold it, stored where their hosts fetch it.
 *
 * @param object its bytes, with the size that each host proves
 * @param zxid the last transaction in it, after which the file is named on the hosts
 * @param cksum what the command {@code cksum} prints for it, which each host proves
 */
public record Placement(StoredObject object, Zxid zxid, long cksum) {
    public Placement {
        requireNonNull(object, "object is null");
        requireNonNull(zxid, "zxid is null");
    }
}
