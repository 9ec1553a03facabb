package io.zooark.local.stepfunctions;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** An {@code ErrorEquals} list: names are compared letter by letter; only two of them stand for others. */
record ErrorNames(List<String> names) {
    static final String ALL = "States.ALL";
    private static final String TASK_FAILED = "States.TaskFailed";

    /** Every name that AWS reserves and that can be matched at all. */
    private static final Set<String> RESERVED = Set.of(
            ALL,
            TASK_FAILED,
            StateFailure.TIMEOUT,
            StateFailure.DATA_LIMIT_EXCEEDED,
            "States.BranchFailed",
            "States.IntrinsicFailure",
            "States.NoChoiceMatched",
            "States.ParameterPathFailure",
            "States.Permissions",
            "States.ResultPathMatchFailure");

    ErrorNames {
        names = List.copyOf(names);
    }

    /**
     * Reads the list.
     *
     * @param last whether its Retry or Catch entry is the last one, which alone may name {@code States.ALL}
     */
    static ErrorNames read(Section entry, boolean last) {
        JsonNode array = entry.value("ErrorEquals");
        if (!array.isArray() || array.isEmpty()) {
            throw entry.refuse("ErrorEquals", "must be an array that is not empty, got " + Json.write(array));
        }
        List<String> names = new ArrayList<>();
        for (JsonNode name : array) {
            if (!name.isTextual()) {
                throw entry.refuse("ErrorEquals", "must hold strings, got " + Json.write(name));
            }
            names.add(name.textValue());
        }
        names.forEach(name -> check(entry, name));
        if (names.contains(ALL) && (names.size() > 1 || !last)) {
            throw entry.refuse("ErrorEquals", ALL + " must stand alone and in the last entry");
        }
        return new ErrorNames(names);
    }

    private static void check(Section entry, String name) {
        if (name.equals(StateFailure.RUNTIME)) {
            throw entry.refuse("ErrorEquals", name + " always ends the execution and cannot be caught");
        }
        if (name.startsWith("States.") && !RESERVED.contains(name)) {
            throw entry.refuse("ErrorEquals", "no error is called " + name);
        }
    }

    /**
     * Returns whether an error is meant.
     *
     * <p>As documented, nothing matches {@code States.Runtime}, and {@code States.DataLimitExceeded} matches only its
     * own name (AWS has been seen to let {@code States.ALL} catch it; a definition must not rely on that).
     */
    boolean match(String error) {
        if (error.equals(StateFailure.RUNTIME)) {
            return false;
        }
        if (names.contains(error)) {
            return true;
        }
        if (error.equals(StateFailure.DATA_LIMIT_EXCEEDED)) {
            return false;
        }
        return names.contains(ALL) || (names.contains(TASK_FAILED) && !error.equals(StateFailure.TIMEOUT));
    }
}
