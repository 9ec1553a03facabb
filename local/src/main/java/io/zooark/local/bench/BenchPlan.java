package io.zooark.local.bench;

import java.util.List;

/**
 * How much is measured.
 *
 * @param rounds how often each thing is measured
 * @param workloads the ensembles
 * @param writesPerSecond of all clients together, under load
 * @param streamMegabytes the sizes of the snapshots whose taking shall not need more memory than a small one's
 */
record BenchPlan(int rounds, List<Workload> workloads, int writesPerSecond, List<Integer> streamMegabytes) {
    BenchPlan {
        workloads = List.copyOf(workloads);
        streamMegabytes = List.copyOf(streamMegabytes);
    }

    /** Everything that the goals speak of: about 13 minutes on two cores. */
    static BenchPlan full() {
        return new BenchPlan(
                5,
                List.of(
                        new Workload(10_000, 1024, 512),
                        new Workload(200_000, 1024, 1536),
                        new Workload(1_000_000, 200, 2560)),
                300,
                List.of(20, 200, 2000));
    }

    /** The same with small trees and few rounds: shows that it works, not what it costs. */
    static BenchPlan quick() {
        return new BenchPlan(
                2, List.of(new Workload(10_000, 1024, 512), new Workload(50_000, 1024, 768)), 300, List.of(20, 200));
    }
}
