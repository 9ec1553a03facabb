package io.zooark.snapshot;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;

/** Finds the access list of the root in a snapshot: after a restore it says who may administer the servers. */
public interface RootAcl {

    /**
     * Returns its entries; empty where they cannot be told. Only the beginning of the snapshot is read.
     *
     * @throws IOException if reading fails
     */
    Optional<List<Entry>> of(InputStream snapshot) throws IOException;

    /**
     * One entry.
     *
     * @param permissions the bits of {@code ZooDefs.Perms}; 31 are all
     */
    record Entry(String scheme, String id, int permissions) {
        private static final int ALL = 31;

        public Entry {
            requireNonNull(scheme, "scheme is null");
            requireNonNull(id, "id is null");
        }

        /** Returns whether it gives every permission. */
        public boolean givesAll() {
            return (permissions & ALL) == ALL;
        }

        /** Returns scheme and user, without the hash of a password. */
        @Override
        public String toString() {
            return scheme + ":" + (scheme.equals("digest") ? id.replaceFirst(":.*$", ":…") : id);
        }
    }
}
