package io.zooark.local.bench;

import static java.util.Objects.requireNonNull;

import io.zooark.local.cloud.Ssm;
import io.zooark.local.stepfunctions.Execution;
import io.zooark.local.stepfunctions.HistoryEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads off the history of a restore how long it shut clients out, in which phase, and for how long it only waited. */
final class RestorePhases {
    static final String SHUT_OUT = "shut out";

    /** Where each host waits until its second look at who is connected is due, unless five seconds have passed already. */
    private static final Set<String> WAITS = Set.of("Is nobody left?", "Was nobody in meanwhile?");

    /** The states in which clients are shut out, in the machine's order, and what the phase is called. */
    static final Map<String, String> PHASES = phases();

    /** What each count of who is connected goes on beside. */
    private static final Map<String, String> BESIDE = Map.of(
            "Do all serve an empty tree, to nobody?", "Do all serve an empty tree?",
            "Do all serve the snapshot, to nobody?", "Do all serve the snapshot?",
            "Is it proven, to nobody?", "Does a write commit, and are all equal?");

    private final List<HistoryEvent> history;
    private final List<Ssm.Run> commands;

    /** Reads an execution that has succeeded, with what the hosts have done in it. */
    RestorePhases(Execution execution, List<Ssm.Run> commands) {
        this.history = execution.history();
        this.commands = List.copyOf(commands);
    }

    private static Map<String, String> phases() {
        Map<String, String> phases = new LinkedHashMap<>();
        List.of("Close client access", "Cut established connections").forEach(state -> phases.put(state, SHUT_OUT));
        List.of("Is there a quorum?", "Does it still serve?", "Take a safety snapshot")
                .forEach(state -> phases.put(state, "safety snapshot"));
        phases.put("Is nobody left?", "second look");
        phases.put("Stop every server", "stop");
        List.of("Choose the new epoch", "Set the old data aside", "Is there a snapshot to place?")
                .forEach(state -> phases.put(state, "move aside"));
        phases.put("Place the snapshot", "place");
        List.of("Start every server empty", "Do all serve an empty tree, to nobody?")
                .forEach(state -> phases.put(state, "start empty"));
        phases.put("Send the snapshot to every server", "send");
        phases.put("Persist on every server", "persist");
        phases.put("Was nobody in meanwhile?", "look again");
        phases.put("Stop every server again", "stop again");
        phases.put("Keep only the restored snapshot", "keep");
        List.of("Start every server restored", "Do all serve the snapshot, to nobody?")
                .forEach(state -> phases.put(state, "start restored"));
        phases.put("Is it proven, to nobody?", "prove");
        List.of("Record that clients are let in", "Open client access", "Lift the cuts")
                .forEach(state -> phases.put(state, "open"));
        return phases;
    }

    /** Returns the restore, phase by phase. */
    Restored restored() {
        Map<String, Double> seconds = new LinkedHashMap<>();
        double waited = 0;
        for (Visit visit : visits()) {
            seconds.merge(requireNonNull(PHASES.get(visit.state())), seconds(visit.from(), visit.until()), Double::sum);
            waited += waited(visit);
        }
        return new Restored(seconds, waited);
    }

    /** That a state was gone through; until the next one was entered. */
    private record Visit(String state, Instant from, Instant until) {
        boolean holds(Instant moment) {
            return !moment.isBefore(from) && !moment.isAfter(until);
        }
    }

    private List<Visit> visits() {
        List<HistoryEvent> entered = history.stream()
                .filter(event ->
                        event.enteredState().filter(PHASES::containsKey).isPresent())
                .toList();
        List<Visit> visits = new ArrayList<>();
        for (int i = 0; i < entered.size(); i++) {
            String state = entered.get(i).enteredState().orElseThrow();
            Instant until = i + 1 < entered.size() ? entered.get(i + 1).timestamp() : left(state);
            visits.add(new Visit(state, entered.get(i).timestamp(), until));
        }
        return visits;
    }

    private Instant left(String state) {
        return history.stream()
                .filter(event -> event.exitedState().filter(state::equals).isPresent())
                .map(HistoryEvent::timestamp)
                .reduce((first, last) -> last)
                .orElseThrow(() -> new IllegalStateException("'" + state + "' was not left"));
    }

    /** How long neither a server nor a host was at work: from the last host's end on, and until a second look was due. */
    private double waited(Visit visit) {
        if (WAITS.contains(visit.state())) {
            return seconds(visit.from(), visit.until());
        }
        Optional<String> work = Optional.ofNullable(BESIDE.get(visit.state()));
        if (work.isPresent()) {
            return Math.max(0, seconds(left(work.get()), visit.until()));
        }
        Optional<Instant> last = commands.stream()
                .filter(command -> visit.holds(command.started()))
                .map(Ssm.Run::ended)
                .max(Instant::compareTo);
        double unnoticed = last.map(end -> seconds(end, visit.until())).orElse(0.0);
        return unnoticed;
    }

    private static double seconds(Instant from, Instant until) {
        return Duration.between(from, until).toMillis() / 1000.0;
    }
}
