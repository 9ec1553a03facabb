package io.zooark.invocation;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What one invocation wants remembered, whether it ends well or not: facts for the person who reads its one log line, and
 * measures for the alarms.
 *
 * <p>Safe for use by several threads. Never give it a credential.
 */
public final class Journal {
    private final Map<String, Object> notes = new LinkedHashMap<>();
    private final Map<Metric, Double> measures = new EnumMap<>(Metric.class);

    /** Notes a fact under a name; a later one of the same name replaces it. */
    public synchronized Journal note(String name, Object value) {
        notes.put(name, value);
        return this;
    }

    /** Measures; a later value of the same metric replaces it. */
    public synchronized Journal measure(Metric metric, double value) {
        measures.put(metric, value);
        return this;
    }

    /** Returns the facts in the order of their first note. */
    public synchronized Map<String, Object> notes() {
        return new LinkedHashMap<>(notes);
    }

    /** Returns the measures. */
    public synchronized Map<Metric, Double> measures() {
        return new EnumMap<>(measures);
    }
}
