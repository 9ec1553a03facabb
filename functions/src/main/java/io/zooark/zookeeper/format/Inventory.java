package io.zooark.zookeeper.format;

import static java.util.Objects.requireNonNull;

import io.zooark.snapshot.Examination;
import java.util.List;
import java.util.OptionalInt;

/**
 * What is in a snapshot; of a damaged one, what could be read of it.
 *
 * @param examination the verdict and the counts over everything
 * @param kinds how many znodes there are of each kind
 * @param deepest the znode with the most names in its path
 * @param subtrees sums over whole subtrees, the largest ones, parents before children
 * @param largest the znodes with the most data
 * @param ephemerals which sessions own them
 * @param acls who may do what, with how many znodes
 */
public record Inventory(
        Examination examination,
        Kinds kinds,
        Deepest deepest,
        Listing<Subtree> subtrees,
        Listing<Leaf> largest,
        Ephemerals ephemerals,
        Acls acls) {

    public Inventory {
        requireNonNull(examination, "examination is null");
        requireNonNull(kinds, "kinds is null");
        requireNonNull(deepest, "deepest is null");
        requireNonNull(subtrees, "subtrees is null");
        requireNonNull(largest, "largest is null");
        requireNonNull(ephemerals, "ephemerals is null");
        requireNonNull(acls, "acls is null");
    }

    /** How many znodes there are of each kind, the root once. */
    public record Kinds(long persistent, long ephemeral, long container, long ttl) {}

    /** The first of the znodes that are furthest from the root. */
    public record Deepest(String path, int depth) {}

    /**
     * A znode with all that is under it.
     *
     * @param dataBytes bytes of data
     * @param bytes what it takes in the snapshot: data, paths and stats
     */
    public record Subtree(String path, int depth, long znodes, long ephemerals, long dataBytes, long bytes) {}

    /** A znode by itself. */
    public record Leaf(String path, int dataBytes, ZnodeKind kind) {}

    /**
     * Ephemeral znodes by the session that owns them.
     *
     * @param owners the sessions that own most
     * @param sessionsWithout open sessions that own none
     * @param ofClosedSessions ephemerals whose session is not open in the snapshot
     * @param notCounted ephemerals of sessions beyond those that fit into memory
     */
    public record Ephemerals(Listing<Owner> owners, long sessionsWithout, long ofClosedSessions, long notCounted) {
        public Ephemerals {
            requireNonNull(owners, "owners is null");
        }
    }

    /**
     * A session that owns ephemerals.
     *
     * @param session its id as ZooKeeper shows it, hexadecimal with {@code 0x}
     * @param timeoutMs its time-out; empty if the session is not open in the snapshot
     */
    public record Owner(String session, OptionalInt timeoutMs, long znodes) {
        public Owner {
            requireNonNull(session, "session is null");
            requireNonNull(timeoutMs, "timeoutMs is null");
        }
    }

    /**
     * The ACLs of the snapshot.
     *
     * @param used those that most znodes have
     * @param unused ACLs in the table that no znode has
     * @param notCounted znodes with ACLs beyond those that fit into memory
     */
    public record Acls(Listing<Acl> used, long unused, long notCounted) {
        public Acls {
            requireNonNull(used, "used is null");
        }
    }

    /**
     * An ACL with the number of znodes that have it.
     *
     * @param entries as {@code scheme:id:permissions}; of a password's hash only the beginning
     */
    public record Acl(List<String> entries, long znodes) {
        public Acl {
            entries = List.copyOf(entries);
        }
    }
}
