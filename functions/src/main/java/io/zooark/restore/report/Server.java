package io.zooark.restore.report;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One server before and after.
 *
 * @param name as it stands in messages: number, instance, address
 * @param before as it was when clients had been shut out, or as the plan found it
 * @param after as it was seen last; empty where it was not looked at again
 * @param aside what was set aside on its host
 */
public record Server(int id, String name, Condition before, Optional<Condition> after, List<Aside> aside) {
    public Server {
        requireNonNull(name, "name is null");
        requireNonNull(before, "before is null");
        requireNonNull(after, "after is null");
        aside = List.copyOf(aside);
    }

    /**
     * What was seen of a server at a moment; what is empty is not known.
     *
     * @param at when it was looked at
     * @param seenBy the state that looked
     * @param role such as {@code leader}, or {@code not serving}
     */
    public record Condition(
            Optional<Instant> at,
            String seenBy,
            Optional<String> role,
            Optional<String> zxid,
            Optional<Long> epoch,
            Optional<Long> nodes,
            Optional<String> digest) {
        public Condition {
            requireNonNull(at, "at is null");
            requireNonNull(seenBy, "seenBy is null");
            requireNonNull(role, "role is null");
            requireNonNull(zxid, "zxid is null");
            requireNonNull(epoch, "epoch is null");
            requireNonNull(nodes, "nodes is null");
            requireNonNull(digest, "digest is null");
        }
    }

    /**
     * Files that a restore has moved out of the way.
     *
     * @param what whose they are
     * @param folders where they lie
     * @param files how many; empty where it is not known
     */
    public record Aside(String what, List<String> folders, Optional<Long> files) {
        public Aside {
            requireNonNull(what, "what is null");
            folders = List.copyOf(folders);
            requireNonNull(files, "files is null");
        }
    }
}
