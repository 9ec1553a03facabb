package io.zooark.local.bench;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * Which restores are measured.
 *
 * @param workloads the trees
 * @param methods of the restore machine, as its input names them
 * @param rounds how often each
 */
record RestoreTrials(List<Workload> workloads, List<String> methods, int rounds) {
    RestoreTrials {
        workloads = List.copyOf(workloads);
        methods = List.copyOf(methods);
    }

    /**
     * Reads them off three words.
     *
     * @param sizes as in {@code 10000x1024x512,200000x1024x1536}: znodes, bytes of each, megabytes of each server's heap
     * @param methods as in {@code admin,placement}
     */
    static RestoreTrials of(String sizes, String methods, String rounds) {
        return new RestoreTrials(
                words(sizes).map(RestoreTrials::workload).toList(),
                words(methods).toList(),
                Integer.parseInt(rounds));
    }

    private static Workload workload(String size) {
        int[] numbers =
                Arrays.stream(size.split("x", -1)).mapToInt(Integer::parseInt).toArray();
        if (numbers.length != 3) {
            throw new IllegalArgumentException(
                    "a size is znodes x bytes x heap in MB, as 10000x1024x512, got '" + size + "'");
        }
        return new Workload(numbers[0], numbers[1], numbers[2]);
    }

    private static Stream<String> words(String list) {
        return Arrays.stream(list.split(",", -1)).map(String::strip).filter(word -> !word.isEmpty());
    }
}
