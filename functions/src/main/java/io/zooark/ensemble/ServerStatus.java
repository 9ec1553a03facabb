package io.zooark.ensemble;

import static java.util.Objects.requireNonNull;

/**
 * What a serving server says of itself.
 *
 * @param address where it was asked
 * @param id its {@code myid}; 0 for a standalone server
 * @param role its part in the ensemble
 * @param broadcasting whether it takes part in a working quorum (a standalone server always does)
 * @param lastZxid the last transaction it has applied
 * @param nodes number of its znodes
 * @param version its ZooKeeper version, such as {@code 3.9.5}
 */
public record ServerStatus(
        ServerAddress address, int id, Role role, boolean broadcasting, Zxid lastZxid, long nodes, String version) {

    public ServerStatus {
        requireNonNull(address, "address is null");
        requireNonNull(role, "role is null");
        requireNonNull(lastZxid, "lastZxid is null");
        requireNonNull(version, "version is null");
    }
}
