package io.zooark.zookeeper.format;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.HashMap;
import java.util.Map;

/** Numbers for ACLs by what is in them: servers number them as they come, each in its own way. */
final class AclNumbers {
    /** The number of an ACL that is not in the snapshot. */
    static final int UNKNOWN = 0;

    private final Map<String, Integer> byEntries = new HashMap<>();

    /** Returns the number of these entries, one that has not been given before if they are new. */
    int numberOf(byte[] bytes, int from, int length) {
        int number = byEntries.computeIfAbsent(
                new String(bytes, from, length, ISO_8859_1), entries -> byEntries.size() + 1 + UNKNOWN);
        if (number >= Facts.MOST_ACLS) {
            throw new IllegalStateException("more than " + Facts.MOST_ACLS + " different ACLs");
        }
        return number;
    }

    /** Begins a snapshot, whose own numbers mean nothing in another. */
    OfSnapshot ofSnapshot() {
        OfSnapshot numbers = new OfSnapshot();
        byte[] open = AclText.open();
        numbers.acl(AclAndStat.OPEN_ACL, open, 0, open.length);
        return numbers;
    }

    /** The numbers of one snapshot's ACLs. */
    final class OfSnapshot {
        private final LongTable numbers = new LongTable(Facts.MOST_ACLS);

        void acl(long id, byte[] bytes, int from, int length) {
            numbers.put(id, numberOf(bytes, from, length));
        }

        int of(long id) {
            return numbers.get(id, UNKNOWN);
        }
    }
}
