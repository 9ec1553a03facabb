package io.zooark.local.bench;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One restore that was measured.
 *
 * @param phases how many seconds each took, in their order
 * @param waited for how many of them nothing was at work
 */
record Restored(Map<String, Double> phases, double waited) {
    Restored {
        phases = new LinkedHashMap<>(phases);
    }

    /** Returns for how many seconds clients were shut out. */
    double seconds() {
        return phases.values().stream().mapToDouble(phase -> phase).sum();
    }

    /** Returns how many seconds a phase took; none where there was no such phase. */
    double seconds(String phase) {
        return phases.getOrDefault(phase, 0.0);
    }

    /** Returns which part of the time nothing was at work. */
    double waiting() {
        return waited / seconds();
    }
}
