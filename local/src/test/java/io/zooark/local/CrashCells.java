package io.zooark.local;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Every cell of the crash matrix: each state, on the good way and after a failure, with all that can befall it there. */
final class CrashCells {
    /** How the states after a failure are reached. */
    private static final Map<String, Cell> AFTER = Map.of(
            "Give the lock back", Cell.of("Take the lock", Fault.DIES_AFTER),
            "May clients be let in again?", Cell.of("Take a safety snapshot", Fault.DIES_BEFORE),
            "May the servers be started again?", Cell.of("Choose the new epoch", Fault.DIES_BEFORE),
            "Start the servers again", Cell.of("Choose the new epoch", Fault.DIES_BEFORE),
            "Let clients in again", Cell.of("Choose the new epoch", Fault.DIES_BEFORE),
            "Lift the cuts again", Cell.of("Choose the new epoch", Fault.DIES_BEFORE),
            "Release and tell", Cell.of("Choose the new epoch", Fault.DIES_BEFORE),
            "Hand over to the recovery", Cell.of("Persist on every server", Fault.DIES_AFTER),
            "Does the recovery go on?", Cell.of("Persist on every server", Fault.DIES_AFTER));

    private final CrashedMachine machine;
    private final Map<String, Set<String>> calls;

    /**
     * @param calls the calls that a restore without a fault makes, by state
     */
    CrashCells(CrashedMachine machine, Map<String, Set<String>> calls) {
        this.machine = requireNonNull(machine, "machine is null");
        this.calls = Map.copyOf(calls);
    }

    /**
     * Returns the cells by state.
     *
     * @param goodWay the states of a restore without a fault, in their order
     */
    Map<String, List<Cell>> all(List<String> goodWay) {
        Map<String, List<Cell>> cells = new LinkedHashMap<>();
        goodWay.forEach(state -> cells.put(state, at(state, List.of())));
        machine.states().stream()
                .filter(state -> AFTER.containsKey(state))
                .forEach(state -> cells.put(state, at(state, List.of(requireNonNull(AFTER.get(state))))));
        return cells;
    }

    private List<Cell> at(String state, List<Cell> way) {
        List<Cell> cells = new ArrayList<>();
        Set<String> functions = machine.functions(state);
        for (Fault fault : Fault.values()) {
            if (fault.ofCalls()) {
                callsOf(functions).forEach(call -> cells.add(new Cell(state, fault, call, way)));
            } else if (!functions.isEmpty() || fault.ofEveryState()) {
                cells.add(new Cell(state, fault, "", way));
            }
        }
        return cells;
    }

    /** What functions were seen to call in any state that invokes them; where a state makes no such call, its cell says so. */
    private Set<String> callsOf(Set<String> functions) {
        Set<String> all = new TreeSet<>();
        machine.states().stream()
                .filter(state -> !machine.functions(state).isEmpty())
                .filter(state -> functions.containsAll(machine.functions(state)))
                .forEach(state -> all.addAll(calls.getOrDefault(state, Set.of())));
        return all;
    }

    /**
     * Returns them so that each state comes once before any comes twice, with another fault each time.
     */
    static List<Cell> inTurns(Map<String, List<Cell>> byState) {
        List<Cell> all = new ArrayList<>();
        List<List<Cell>> rows = byState.values().stream()
                .map(ArrayList::new)
                .map(row -> (List<Cell>) row)
                .toList();
        for (int turn = 0; rows.stream().anyMatch(row -> !row.isEmpty()); turn++) {
            for (int i = 0; i < rows.size(); i++) {
                List<Cell> row = rows.get(i);
                if (!row.isEmpty()) {
                    // by a step that is prime to the usual length of a row, so that neighbours meet different faults
                    all.add(row.remove((i * 5 + turn) % row.size()));
                }
            }
        }
        return all;
    }
}
