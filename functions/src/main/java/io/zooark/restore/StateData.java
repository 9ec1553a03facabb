package io.zooark.restore;

import static java.util.Objects.requireNonNull;

import java.util.Map;

/**
 * What an execution has brought together so far: the whole data of its state machine.
 *
 * <p>The plan comes with it and not beside it, for it is the largest part, and Step Functions hands on 256 KiB at the most.
 *
 * @param plan the restore's plan
 * @param results what the states answered, by the name under which the machine keeps it; a plain tree of maps and lists
 */
public record StateData(RestorePlan plan, Map<String, Object> results) {
    public StateData {
        requireNonNull(plan, "plan is null");
        results = results == null ? Map.of() : Map.copyOf(results);
    }
}
