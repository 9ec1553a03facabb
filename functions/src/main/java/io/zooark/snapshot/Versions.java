package io.zooark.snapshot;

import java.util.Arrays;
import java.util.List;

/** The order of ZooKeeper's version numbers. */
public final class Versions {
    private Versions() {}

    /** Returns whether a version comes before another; one that is no version at all comes before every other. */
    public static boolean below(String version, String bound) {
        List<Integer> left = numbers(version);
        List<Integer> right = numbers(bound);
        for (int i = 0; i < right.size(); i++) {
            int mine = i < left.size() ? left.get(i) : 0;
            if (mine != right.get(i)) {
                return mine < right.get(i);
            }
        }
        return false;
    }

    private static List<Integer> numbers(String version) {
        String numeric = version.replaceFirst("[^0-9.].*$", "");
        return Arrays.stream(numeric.split("\\.", -1))
                .map(part -> part.matches("\\d{1,9}") ? Integer.parseInt(part) : 0)
                .toList();
    }
}
