package io.zooark.restore.report;

import static java.util.Objects.requireNonNull;

import io.zooark.restore.report.Findings.Mark;
import io.zooark.restore.report.Step.Result;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Puts the states in order of time, those of an execution that died before among them.
 *
 * @param execution the one that writes
 * @param findings what it knows
 * @param call the state in which it writes; empty where it does not say
 * @param failed whether something has failed in it
 * @param now when it writes
 */
record Course(String execution, Findings findings, Optional<Mark> call, boolean failed, Instant now) {
    private static final int FIRST = 2;
    private static final int LAST = 2;

    Course {
        requireNonNull(execution, "execution is null");
        requireNonNull(findings, "findings is null");
        requireNonNull(call, "call is null");
        requireNonNull(now, "now is null");
    }

    /**
     * Returns all states so far.
     *
     * @param earlier those that were on record before
     * @param end whether the execution's last state writes
     */
    List<Step> steps(List<Step> earlier, boolean end) {
        List<Mark> marks = marks(earlier);
        List<Step> steps = new ArrayList<>(others(earlier, marks));
        int last = lastSucceeded(marks);
        for (int i = 0; i < marks.size(); i++) {
            Mark mark = marks.get(i);
            Optional<Instant> next = i + 1 < marks.size()
                    ? Optional.of(marks.get(i + 1).entered())
                    : Optional.of(now).filter(when -> end);
            boolean beforeFailed = failed && i == last && next.isPresent();
            Optional<Instant> ended = beforeFailed ? Optional.of(answered(mark, next.get())) : next;
            steps.add(new Step(
                    mark.name(), mark.entered(), ended, ended.isPresent() ? Result.DONE : Result.UNDERWAY, execution));
            if (beforeFailed) {
                steps.add(new Step(nameAfter(mark, marks), ended.orElseThrow(), next, Result.FAILED, execution));
            }
        }
        return steps;
    }

    /** Those of this execution that are on record, those that its data tells of, and the one that writes. */
    private List<Mark> marks(List<Step> earlier) {
        List<Mark> marks = new ArrayList<>(findings.marks());
        call.ifPresent(marks::add);
        earlier.stream()
                .filter(step -> step.execution().equals(execution))
                .filter(step -> step.result() == Result.DONE || step.result() == Result.UNDERWAY)
                .map(step -> new Mark("", step.name(), step.entered(), Optional.empty()))
                .filter(mark -> marks.stream().noneMatch(known -> same(known, mark)))
                .toList()
                .forEach(marks::add);
        marks.sort(Comparator.comparing(Mark::entered));
        return marks;
    }

    private static boolean same(Mark one, Mark other) {
        return one.name().equals(other.name()) && one.entered().equals(other.entered());
    }

    /** What other executions have left: where one did not end, nobody knows what it did last. */
    private List<Step> others(List<Step> earlier, List<Mark> marks) {
        Instant begin = marks.isEmpty() ? now : marks.get(0).entered();
        Set<String> kept = kept(earlier);
        return earlier.stream()
                .filter(step -> kept.contains(step.execution()))
                .map(step -> step.result() == Result.UNDERWAY ? unknown(step, begin) : step)
                .toList();
    }

    /** A recovery is tried every five minutes: of many that have failed, the first and the last ones are told. */
    private Set<String> kept(List<Step> earlier) {
        List<String> executions = earlier.stream()
                .map(Step::execution)
                .filter(other -> !other.equals(execution))
                .distinct()
                .toList();
        return Stream.concat(
                        executions.stream().limit(FIRST),
                        executions.stream().skip(Math.max(0, executions.size() - LAST)))
                .collect(Collectors.toSet());
    }

    private static Step unknown(Step step, Instant end) {
        return new Step(
                "Stopped after ‘" + step.name() + "’",
                step.entered(),
                Optional.of(end),
                Result.UNKNOWN,
                step.execution());
    }

    /** The last before the first that does not lie on the way: what failed stands between the two. */
    private int lastSucceeded(List<Mark> marks) {
        int along = Ways.along(Ways.of(marks, findings), marks);
        return Math.min(along, marks.size() - 1) - 1;
    }

    /** A state of the record takes milliseconds, and does not say when it has answered. */
    private static Instant answered(Mark mark, Instant next) {
        Instant answered = mark.answered().orElse(mark.entered());
        return answered.isAfter(next) ? next : answered;
    }

    private String nameAfter(Mark mark, List<Mark> marks) {
        return Ways.after(mark.name(), Ways.of(marks, findings)).orElse("The state after ‘" + mark.name() + "’");
    }
}
