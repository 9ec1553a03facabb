package io.zooark.local.bench;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One thing that was measured, each time that it was measured.
 *
 * @param name what it is
 * @param unit of the values
 * @param values in the order of the runs
 * @param goal what the median shall be, where it shall be something
 */
record Figure(String name, Unit unit, List<Double> values, Optional<Goal> goal) {
    Figure {
        requireNonNull(name, "name is null");
        requireNonNull(unit, "unit is null");
        values = List.copyOf(values);
        if (values.isEmpty()) {
            throw new IllegalArgumentException("'" + name + "' was not measured once");
        }
        requireNonNull(goal, "goal is null");
    }

    static Figure of(String name, Unit unit, List<Double> values) {
        return new Figure(name, unit, values, Optional.empty());
    }

    /** Returns how many times as much the first of each pair of runs took as the second. */
    static Figure ratio(String name, List<Double> ours, List<Double> theirs) {
        if (ours.size() != theirs.size()) {
            throw new IllegalArgumentException("pairs need as many of the one as of the other, got " + ours.size()
                    + " and " + theirs.size() + " for '" + name + "'");
        }
        List<Double> ratios = new ArrayList<>();
        for (int i = 0; i < ours.size(); i++) {
            ratios.add(ours.get(i) / theirs.get(i));
        }
        return of(name, Unit.RATIO, ratios);
    }

    Figure shallBe(Goal wanted) {
        return new Figure(name, unit, values, Optional.of(wanted));
    }

    Summary summary() {
        return Summary.of(values);
    }

    /** Returns it as it stands in {@code results.json}. */
    Map<String, Object> json() {
        Summary summary = summary();
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("name", name);
        json.put("unit", unit.symbol());
        json.put("median", summary.median());
        json.put("min", summary.min());
        json.put("max", summary.max());
        json.put("values", values);
        goal.ifPresent(wanted -> {
            json.put(wanted.atMost() ? "atMost" : "atLeast", wanted.limit());
            json.put("met", wanted.metBy(summary.median()));
        });
        return json;
    }
}
