package io.zooark.local;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Runs the crash matrix: whatever befalls a restore in whatever state, its recovery leaves the old state or the new one, or
 * the ensemble closed with the next step named; then a fresh restore succeeds, and nothing was deleted.
 */
final class CrashMatrix {
    private CrashMatrix() {}

    /**
     * Runs the cells and writes {@code target/crash-matrix.md}; those that an earlier go has found good are left out.
     *
     * @param arguments the module's folder, a pattern that the states must match, one that faults or calls must match, and
     *     for how many minutes new cells are begun
     */
    public static void main(String[] arguments) throws Exception {
        Pattern states = Pattern.compile(arguments[1]);
        Pattern faults = Pattern.compile(arguments[2]);
        Duration longest = Duration.ofMinutes(Long.parseLong(arguments[3]));
        boolean good = run(Path.of(arguments[0], "target", "crash-matrix.md"), states, faults, longest);
        // the clients' and the cloud's threads do not keep a process, but a pool of theirs may
        System.exit(good ? 0 : 1);
    }

    private static boolean run(Path file, Pattern states, Pattern faults, Duration longest) throws Exception {
        Instant end = Instant.now().plus(longest);
        CrashScene scene = CrashScene.begin("crash-matrix");
        try {
            List<String> goodWay = scene.survey();
            Map<String, List<Cell>> all = new CrashCells(scene.machine(), scene.calls()).all(goodWay);
            int count = all.values().stream().mapToInt(List::size).sum();
            List<Cell> chosen = chosen(all, states, faults);
            say(chosen.size() + " of " + count + " cells chosen");
            CrashTable table = new CrashTable(file, List.copyOf(all.keySet()), count);
            for (Cell cell : chosen) {
                if (Instant.now().isAfter(end)) {
                    say("the time is up");
                    break;
                }
                scene = table.has(cell) ? scene : tried(scene, cell, table);
            }
            say("see " + file);
            return table.good();
        } finally {
            scene.close();
        }
    }

    private static List<Cell> chosen(Map<String, List<Cell>> all, Pattern states, Pattern faults) {
        Map<String, List<Cell>> chosen = new LinkedHashMap<>();
        all.forEach((state, cells) -> {
            if (states.matcher(state).find()) {
                chosen.put(
                        state,
                        cells.stream()
                                .filter(cell -> faults.matcher(cell.fault() + " " + cell.call())
                                        .find())
                                .toList());
            }
        });
        return CrashCells.inTurns(chosen);
    }

    /** Runs a cell and then a restore without a fault; returns where the next cell is run. */
    private static CrashScene tried(CrashScene scene, Cell cell, CrashTable table) throws Exception {
        Instant began = Instant.now();
        Verdict verdict = scene.run(cell);
        CrashScene next = scene;
        try {
            scene.restore();
        } catch (Exception | AssertionError e) {
            verdict = new Verdict(
                    cell,
                    Verdict.End.WRONG,
                    verdict.end() + ", " + verdict.words() + "; then a fresh restore: " + e.getMessage(),
                    verdict.took());
            next = begunAnew(scene);
        }
        table.add(verdict);
        say(cell + ": " + verdict.end() + " after " + verdict.took().toSeconds() + " s, with the fresh restore "
                + Duration.between(began, Instant.now()).toSeconds() + " s: "
                + verdict.words().lines().findFirst().orElse(""));
        return next;
    }

    private static void say(String line) {
        System.out.println(line);
    }

    /** The broken one is left to be looked at. */
    private static CrashScene begunAnew(CrashScene broken) throws Exception {
        broken.close();
        return CrashScene.begin("crash-matrix-" + Instant.now().getEpochSecond());
    }
}
