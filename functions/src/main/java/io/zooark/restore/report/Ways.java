package io.zooark.restore.report;

import io.zooark.restore.RestoreOptions.Method;
import io.zooark.restore.report.Findings.Mark;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The states of the machines that may fail, in the order in which they follow each other where none does.
 *
 * <p>Step Functions tells the state that catches an error, and not the one that failed: it is the one after the last that
 * succeeded. Tests hold these names to the definitions.
 */
public final class Ways {
    static final String CLOSING = "Close client access";
    private static final String NOBODY_LEFT = "Is nobody left?";
    private static final String SAFETY = "Take a safety snapshot";

    private static final List<String> PLANNED =
            List.of("Plan the restore", "See what the servers say", "Take the lock");

    private static final List<String> SET_ASIDE = List.of(
            "Record that clients are shut out",
            CLOSING,
            "Cut established connections",
            "Is there a quorum?",
            SAFETY,
            NOBODY_LEFT,
            "Stop every server",
            "Choose the new epoch",
            "Set the old data aside");

    private static final List<String> BY_ADMIN_SERVER = List.of(
            "Start every server empty",
            "Do all serve an empty tree, to nobody?",
            "Send the snapshot to every server",
            "Persist on every server",
            "Was nobody in meanwhile?",
            "Stop every server again",
            "Keep only the restored snapshot");

    private static final List<String> PROVEN = List.of(
            "Start every server restored",
            "Do all serve the snapshot, to nobody?",
            "Is it proven, to nobody?",
            "Record that clients are let in",
            "Open client access",
            "Lift the cuts",
            "Release the lock");

    /** The restore's, where the snapshot is sent to the AdminServers. */
    public static final List<String> RESTORE = joined(List.of(PLANNED, SET_ASIDE, BY_ADMIN_SERVER, PROVEN));

    /** The restore's, where the hosts place the snapshot. */
    public static final List<String> PLACEMENT = joined(List.of(
            PLANNED,
            List.of("Prepare the snapshot", "Fetch the snapshot"),
            SET_ASIDE,
            List.of("Place the snapshot"),
            PROVEN));

    private static final String TAKEN_OVER = "Take the lock over";

    private static final List<String> LET_IN = List.of("Let clients in", "Lift every cut", "Release the lock");

    private static final List<String> PUT_BACK = List.of(
            "Stop every server",
            "Choose an epoch for the old data",
            "Put the old data back",
            "Start on the old data",
            "Do all serve the old data?",
            "Is still nobody in?",
            "Record that the old data is back");

    /** The recovery's, where data was moved. */
    public static final List<String> ROLL_BACK =
            joined(List.of(List.of(TAKEN_OVER, "Cut before the roll-back"), PUT_BACK, LET_IN));

    /** The recovery's, where a person undoes a restore. */
    public static final List<String> UNDO = joined(List.of(
            List.of(
                    TAKEN_OVER,
                    "Record that clients are shut out",
                    CLOSING,
                    "Cut established connections",
                    "Is there a quorum?",
                    SAFETY,
                    NOBODY_LEFT),
            PUT_BACK,
            LET_IN));

    /** The recovery's, where nothing was moved. */
    public static final List<String> REOPEN = joined(
            List.of(List.of(TAKEN_OVER, "Record that clients may be shut out", "Start the servers that ran"), LET_IN));

    /** The recovery's, where what is served is proven. */
    public static final List<String> OPEN = joined(List.of(List.of(TAKEN_OVER), LET_IN));

    private Ways() {}

    private static List<String> joined(List<List<String>> parts) {
        return parts.stream().flatMap(List::stream).toList();
    }

    /** Returns the way that an execution has gone, as far as its marks tell; without the states that it passed by. */
    static List<String> of(List<Mark> marks, Findings findings) {
        List<String> restore = findings.method() == Method.PLACEMENT ? PLACEMENT : RESTORE;
        List<List<String>> ways = new ArrayList<>(List.of(restore, ROLL_BACK, UNDO, REOPEN, OPEN));
        // what the execution says of itself decides where its marks do not
        Findings.text(findings.way()).ifPresent(way -> ways.add(0, named(way, restore)));
        List<String> longest = restore;
        int most = 0;
        for (List<String> way : ways) {
            int along = along(way, marks);
            if (along > most) {
                longest = way;
                most = along;
            }
        }
        boolean quorum = findings.flag("quorum", "yes").orElse(true);
        // without a quorum no server gives a snapshot
        return longest.stream().filter(state -> quorum || !state.equals(SAFETY)).toList();
    }

    private static List<String> named(String way, List<String> restore) {
        return switch (way) {
            case "roll-back" -> ROLL_BACK;
            case "undo" -> UNDO;
            case "reopen" -> REOPEN;
            case "open" -> OPEN;
            default -> restore;
        };
    }

    /** Returns how many of the marks, from the first one on, lie on a way in its order. */
    static int along(List<String> way, List<Mark> marks) {
        int last = -1;
        for (int i = 0; i < marks.size(); i++) {
            int here = way.indexOf(marks.get(i).name());
            if (here <= last) {
                return i;
            }
            last = here;
        }
        return marks.size();
    }

    static Optional<String> after(String state, List<String> way) {
        int here = way.indexOf(state);
        return here < 0 || here + 1 >= way.size() ? Optional.empty() : Optional.of(way.get(here + 1));
    }
}
