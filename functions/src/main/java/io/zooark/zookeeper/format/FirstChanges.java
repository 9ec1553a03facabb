package io.zooark.zookeeper.format;

import io.zooark.zookeeper.format.Differences.Aspect;
import io.zooark.zookeeper.format.Differences.Change;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Set;

/** The first few of many changes in the order of their paths, whatever the order in which they come. */
final class FirstChanges {
    private final int limit;
    private final PriorityQueue<Row> lastFirst = new PriorityQueue<>(Comparator.reverseOrder());
    private long seen;

    FirstChanges(int limit) {
        this.limit = limit;
    }

    void add(PrintSink.Print znode, Set<Aspect> aspects) {
        seen++;
        if (lastFirst.size() == limit) {
            Row last = lastFirst.peek();
            if (last == null || znode.path.compareTo(last.path()) >= 0) {
                return;
            }
            lastFirst.remove();
        }
        Change change = new Change(znode.path.text(), znode.kind, znode.dataLength, aspects);
        lastFirst.add(new Row(znode.path.copy(), change));
    }

    long seen() {
        return seen;
    }

    Listing<Change> listing() {
        List<Change> rows = lastFirst.stream().sorted().map(Row::change).toList();
        return new Listing<>(rows, seen - rows.size());
    }

    @SuppressWarnings("ArrayRecordComponent") // compared by compareTo alone
    private record Row(byte[] path, Change change) implements Comparable<Row> {
        @Override
        public int compareTo(Row other) {
            return PathOrder.compare(path, path.length, other.path, other.path.length);
        }
    }
}
