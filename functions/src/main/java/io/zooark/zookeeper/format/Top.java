package io.zooark.zookeeper.format;

import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.Supplier;

/** The few of highest rank among many that are seen once; of equals, those that were seen first. */
final class Top<T> {
    private final int limit;
    private final PriorityQueue<Ranked<T>> lowestFirst = new PriorityQueue<>(
            Comparator.<Ranked<T>>comparingLong(Ranked::rank).thenComparing(Ranked::order, Comparator.reverseOrder()));
    private long seen;

    Top(int limit) {
        this.limit = limit;
    }

    /** Sees one; asks for it only if its rank is high enough. */
    void offer(long rank, Supplier<T> item) {
        seen++;
        if (lowestFirst.size() == limit) {
            Ranked<T> lowest = lowestFirst.peek();
            if (lowest == null || lowest.rank() >= rank) {
                return;
            }
            lowestFirst.remove();
        }
        lowestFirst.add(new Ranked<>(rank, seen, item.get()));
    }

    /** Returns the highest first, and how many were seen beyond them. */
    Listing<T> listing() {
        List<T> rows = lowestFirst.stream()
                .sorted(lowestFirst.comparator().reversed())
                .map(Ranked::item)
                .toList();
        return new Listing<>(rows, seen - rows.size());
    }

    private record Ranked<T>(long rank, long order, T item) {}
}
