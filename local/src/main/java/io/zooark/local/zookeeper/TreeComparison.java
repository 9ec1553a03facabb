package io.zooark.local.zookeeper;

import io.zooark.local.zookeeper.Tree.Node;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.zookeeper.data.Stat;

/**
 * A comparison of two trees, node for node; begins as {@link #ofEverything} and leaves out what the caller names.
 *
 * @param ignoredPaths nodes left out, with everything below them
 * @param ephemerals whether ephemeral znodes are compared
 * @param fields of the stat that are compared
 */
public record TreeComparison(Set<String> ignoredPaths, boolean ephemerals, Set<Field> fields) {

    /** A field of a znode's stat; the data's length and the children's number follow from the nodes themselves. */
    public enum Field {
        CZXID,
        MZXID,
        PZXID,
        CTIME,
        MTIME,
        VERSION,
        CVERSION,
        AVERSION,
        EPHEMERAL_OWNER;

        long of(Stat stat) {
            return switch (this) {
                case CZXID -> stat.getCzxid();
                case MZXID -> stat.getMzxid();
                case PZXID -> stat.getPzxid();
                case CTIME -> stat.getCtime();
                case MTIME -> stat.getMtime();
                case VERSION -> stat.getVersion();
                case CVERSION -> stat.getCversion();
                case AVERSION -> stat.getAversion();
                case EPHEMERAL_OWNER -> stat.getEphemeralOwner();
            };
        }
    }

    public TreeComparison {
        ignoredPaths = Set.copyOf(ignoredPaths);
        fields = Set.copyOf(fields);
    }

    /** Returns a comparison of every node and everything about it. */
    public static TreeComparison ofEverything() {
        return new TreeComparison(Set.of(), true, EnumSet.allOf(Field.class));
    }

    /** Returns the same without the node at this path and everything below it, such as {@code /zookeeper}. */
    public TreeComparison without(String path) {
        Set<String> more = new LinkedHashSet<>(ignoredPaths);
        more.add(path);
        return new TreeComparison(more, ephemerals, fields);
    }

    /** Returns the same without ephemeral znodes, wherever they are. */
    public TreeComparison withoutEphemerals() {
        return new TreeComparison(ignoredPaths, false, fields);
    }

    /** Returns the same without these fields, such as {@code PZXID} and {@code CVERSION} where children came and went. */
    public TreeComparison without(Field first, Field... others) {
        EnumSet<Field> ignored = EnumSet.of(first, others);
        return new TreeComparison(
                ignoredPaths,
                ephemerals,
                Set.copyOf(fields.stream()
                        .filter(field -> !ignored.contains(field))
                        .toList()));
    }

    /** Returns every difference in words, in the order of the paths; none means that the trees are the same. */
    public List<String> differences(Tree expected, Tree actual) {
        SortedMap<String, Node> wanted = compared(expected);
        SortedMap<String, Node> found = compared(actual);
        List<String> differences = new ArrayList<>();
        Set<String> paths = new TreeSet<>(wanted.keySet());
        paths.addAll(found.keySet());
        for (String path : paths) {
            Node want = wanted.get(path);
            Node have = found.get(path);
            if (want == null) {
                differences.add(path + " is there and was not expected");
            } else if (have == null) {
                differences.add(path + " is missing");
            } else {
                compare(path, want, have, differences);
            }
        }
        return differences;
    }

    private void compare(String path, Node want, Node have, List<String> differences) {
        if (want.data() == null ? have.data() != null : !want.data().equals(have.data())) {
            differences.add(path + " has other data: expected " + want.size() + " bytes, got " + have.size());
        }
        if (!want.acl().equals(have.acl())) {
            differences.add(path + " has another ACL: expected " + want.acl() + ", got " + have.acl());
        }
        for (Field field : fields.stream().sorted().toList()) {
            long expected = field.of(want.stat());
            long actual = field.of(have.stat());
            if (expected != actual) {
                differences.add(path + " has another " + field + ": expected 0x" + Long.toHexString(expected)
                        + ", got 0x" + Long.toHexString(actual));
            }
        }
    }

    private SortedMap<String, Node> compared(Tree tree) {
        SortedMap<String, Node> left = new TreeMap<>();
        for (Map.Entry<String, Node> entry : tree.nodes().entrySet()) {
            if (!isIgnored(entry.getKey()) && (ephemerals || !entry.getValue().ephemeral())) {
                left.put(entry.getKey(), entry.getValue());
            }
        }
        return left;
    }

    private boolean isIgnored(String path) {
        return ignoredPaths.stream().anyMatch(ignored -> path.equals(ignored) || path.startsWith(ignored + "/"));
    }
}
