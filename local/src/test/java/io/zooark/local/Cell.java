package io.zooark.local;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;

/**
 * One cell of the crash matrix: a state of the restore machine, what befalls it there, and what leads there.
 *
 * @param state a state of the machine, not of one of its Maps
 * @param call the call of AWS that is disturbed, as IAM names it; empty where the fault is of another kind
 * @param way what befalls earlier states: the states after a failure are reached by one
 */
record Cell(String state, Fault fault, String call, List<Cell> way) {
    Cell {
        requireNonNull(state, "state is null");
        requireNonNull(fault, "fault is null");
        requireNonNull(call, "call is null");
        way = List.copyOf(way);
        if (call.isEmpty() == fault.ofCalls()) {
            throw new IllegalArgumentException(
                    "a call must be named for " + fault + " if it befalls calls, got '" + call + "'");
        }
    }

    static Cell of(String state, Fault fault) {
        return new Cell(state, fault, "", List.of());
    }

    static Cell of(String state, Fault fault, String call) {
        return new Cell(state, fault, call, List.of());
    }

    /** Returns all that befalls the restore, this last. */
    List<Cell> all() {
        List<Cell> all = new ArrayList<>(way);
        all.add(new Cell(state, fault, call, List.of()));
        return all;
    }

    @Override
    public String toString() {
        return "'" + state + "' " + fault.heading() + (call.isEmpty() ? "" : " " + call);
    }
}
