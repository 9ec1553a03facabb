package io.zooark.restore;

import static java.util.Objects.requireNonNull;

import io.zooark.ensemble.Role;
import io.zooark.ensemble.Zxid;
import java.util.Optional;

/**
 * What was seen of one serving server when the ensemble was judged.
 *
 * @param server its id
 * @param role its part in the ensemble
 * @param zxid the last transaction it has applied
 * @param nodes number of its znodes
 * @param digest of its tree, where that was read
 */
public record ServerFacts(int server, Role role, Zxid zxid, long nodes, Optional<String> digest) {
    public ServerFacts {
        requireNonNull(role, "role is null");
        requireNonNull(zxid, "zxid is null");
        requireNonNull(digest, "digest is null");
    }

    /** Returns the same with the digest that its tree was proven to have. */
    ServerFacts with(String proven) {
        return new ServerFacts(server, role, zxid, nodes, Optional.of(proven));
    }
}
