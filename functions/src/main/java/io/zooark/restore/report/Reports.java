package io.zooark.restore.report;

import static java.util.Objects.requireNonNull;

import io.zooark.restore.Lock;
import io.zooark.restore.Outcome;
import io.zooark.restore.Phase;
import io.zooark.restore.PlannedRule;
import io.zooark.restore.RestoreFiles;
import io.zooark.restore.RestorePlan;
import io.zooark.restore.RestoreRecord.Request;
import io.zooark.restore.report.Findings.Mark;
import io.zooark.restore.report.Report.End;
import io.zooark.restore.report.Report.Rule;
import io.zooark.restore.report.Report.Rules;
import io.zooark.restore.report.Report.Snapshot;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Writes a restore's report, as JSON and as a page, and goes on with the one that is there. */
public final class Reports {
    private static final int MOST_ENDS = 10;

    private final RestoreFiles files;

    public Reports(RestoreFiles files) {
        this.files = requireNonNull(files, "files is null");
    }

    /**
     * Writes down how far a restore has come, for the case that it comes no further.
     *
     * @param lock as it is now
     */
    public void underway(Request request, Lock lock) {
        if (request.states() != null) {
            write(new Writing(request, lock, Optional.empty(), lock.since()));
        }
    }

    /**
     * Writes down how a restore, or its recovery, has ended, and returns the summary.
     *
     * @param lock as it was before the end
     * @param now when it ended
     */
    public String ended(Request request, Lock lock, Outcome outcome, Instant now) {
        return write(new Writing(request, lock, Optional.of(outcome), now)).summary();
    }

    private Report write(Writing writing) {
        RestorePlan plan = writing.request().plan();
        Report report = report(writing, files.report(plan.ensemble(), plan.restoreId()));
        files.write(plan.ensemble(), plan.restoreId(), "report.json", report);
        files.writePage(plan.ensemble(), plan.restoreId(), "report.html", new ReportPage(report).html());
        return report;
    }

    private Report report(Writing writing, Optional<Report> earlier) {
        RestorePlan plan = writing.request().plan();
        Words words = new Words(plan, writing.lock(), writing.why());
        TimeLine timeLine = timeLine(writing, earlier.map(Report::timeLine).orElse(TimeLine.EMPTY));
        String execution = earlier.map(Report::execution).orElse(writing.lock().execution());
        return new Report(
                Report.FORMAT_VERSION,
                plan.ensemble(),
                plan.restoreId(),
                execution,
                writing.outcome(),
                writing.now(),
                writing.outcome().map(words::headline).orElseGet(words::underway),
                writing.outcome().map(words::summary).orElseGet(words::underwaySummary),
                new NextSteps(
                                plan,
                                execution,
                                writing.conflicts(),
                                writing.lock().served())
                        .of(writing.outcome()),
                history(writing, earlier.map(Report::history).orElse(List.of()), timeLine),
                timeLine,
                snapshot(writing, earlier, timeLine),
                new Servers(plan, writing.findings())
                        .on(earlier.map(Report::servers).orElse(List.of())),
                rules(writing, earlier.map(Report::rules)),
                plan.warnings().stream().map(FailureText::cleared).toList());
    }

    private TimeLine timeLine(Writing writing, TimeLine earlier) {
        Course course = new Course(
                writing.lock().execution(), writing.findings(), writing.call(), writing.stateFailed(), writing.now());
        List<Step> steps = course.steps(earlier.steps(), writing.outcome().isPresent());
        Optional<Instant> from = earlier.shutOutFrom().or(() -> shutOutFrom(writing, steps));
        Optional<Instant> letIn =
                from.isPresent() && writing.outcome().filter(Reports::letsIn).isPresent()
                        ? writing.call().map(Mark::entered).or(() -> Optional.of(writing.now()))
                        : Optional.empty();
        return new TimeLine(steps, from, letIn);
    }

    private Optional<Instant> shutOutFrom(Writing writing, List<Step> steps) {
        Lock lock = writing.lock();
        if (lock.takenOver()) {
            // nobody has let them in since the restore that left the ensemble closed
            return files.report(lock.ensemble(), lock.accessRecord())
                    .flatMap(report -> report.timeLine().shutOutFrom());
        }
        return steps.stream()
                .filter(step -> step.name().equals(Ways.CLOSING))
                .map(Step::entered)
                .findFirst()
                .or(() -> Optional.of(lock.since()).filter(since -> lock.phase() == Phase.CLOSING));
    }

    private static boolean letsIn(Outcome outcome) {
        return outcome != Outcome.RECOVERING && outcome != Outcome.LEFT_CLOSED;
    }

    private static List<End> history(Writing writing, List<End> earlier, TimeLine timeLine) {
        if (writing.outcome().isEmpty()) {
            return earlier;
        }
        String execution = writing.lock().execution();
        List<End> history = new ArrayList<>(earlier);
        // written again, because the first answer was lost
        history.removeIf(end -> end.execution().equals(execution));
        history.add(new End(
                writing.outcome().get(),
                writing.now(),
                execution,
                timeLine.failed()
                        .filter(step -> step.execution().equals(execution))
                        .map(Step::name),
                writing.failure(),
                FailureText.of(writing.findings().result("alsoFailed"))));
        // a recovery that cannot go on is tried every five minutes; the first cause stays
        return history.size() <= MOST_ENDS
                ? history
                : Stream.concat(
                                history.subList(0, MOST_ENDS / 2).stream(),
                                history.subList(history.size() - MOST_ENDS / 2, history.size()).stream())
                        .toList();
    }

    private static Snapshot snapshot(Writing writing, Optional<Report> earlier, TimeLine timeLine) {
        RestorePlan plan = writing.request().plan();
        Instant began = timeLine.steps().stream().map(Step::entered).findFirst().orElse(writing.now());
        Map<?, ?> safety = writing.findings().result("safety");
        return new Snapshot(
                plan.snapshot().ensemble(),
                plan.snapshot().id(),
                plan.snapshot().verdict().toString(),
                plan.snapshot().takenAt(),
                Duration.between(plan.snapshot().takenAt(), began),
                plan.expected().nodes(),
                plan.expected().zxid(),
                plan.expected().treeDigest(),
                plan.expected().bytes(),
                plan.expected().sessionsLeftOut(),
                plan.expected().ephemeralsLeftOut(),
                Findings.text(safety.get("id"))
                        .map(id ->
                                id + " (" + Findings.text(safety.get("verdict")).orElse("verdict unknown") + ")")
                        .or(() -> earlier.flatMap(report -> report.snapshot().safety())),
                plan.options().method().toString(),
                stored(writing.findings())
                        .or(() -> earlier.flatMap(report -> report.snapshot().stored())));
    }

    private static Optional<String> stored(Findings findings) {
        return Findings.map(findings.result("prepared").get("placement"))
                .flatMap(placement -> Findings.map(placement.get("object"))
                        .flatMap(object -> Findings.text(object.get("key"))
                                .map(key -> key + ", "
                                        + Findings.number(object.get("size")).orElse(0L) + " bytes, cksum "
                                        + Findings.number(placement.get("cksum"))
                                                .orElse(0L))));
    }

    private static Rules rules(Writing writing, Optional<Rules> earlier) {
        Findings findings = writing.findings();
        Map<?, ?> opened = Findings.map(findings.result("access").get("opened")).orElse(Map.of());
        List<String> created = Findings.texts(opened.get("created"));
        return new Rules(
                writing.request().plan().access().stream()
                        .filter(PlannedRule::changes)
                        .map(Reports::rule)
                        .toList(),
                answered(findings, "closing").or(() -> earlier.flatMap(Rules::closedAt)),
                answered(findings, "access").or(() -> earlier.flatMap(Rules::openedAt)),
                created.isEmpty() ? earlier.map(Rules::created).orElse(List.of()) : created,
                writing.conflicts());
    }

    private static Rule rule(PlannedRule rule) {
        return new Rule(
                rule.original().id(), rule.original().group(), rule.original().description(), rule.sentence());
    }

    private static Optional<Instant> answered(Findings findings, String key) {
        return findings.marks().stream()
                .filter(mark -> mark.key().equals(key))
                .findFirst()
                .map(mark -> mark.answered().orElse(mark.entered()));
    }

    /** What one report is made from. */
    private record Writing(Request request, Lock lock, Optional<Outcome> outcome, Instant now) {
        Findings findings() {
            return Findings.of(request.states());
        }

        Optional<Mark> call() {
            return Optional.ofNullable(request.state()).flatMap(state -> Findings.mark("", state, Optional.empty()));
        }

        Optional<String> failure() {
            return outcome.isEmpty()
                    ? Optional.empty()
                    : Optional.ofNullable(request.failure())
                            .map(FailureText::of)
                            .or(() -> FailureText.of(findings().result("failure")));
        }

        /** A recovery that leaves the ensemble closed from the outset says why, but nothing in it has failed. */
        boolean stateFailed() {
            return failure().isPresent() && !"leave-closed".equals(findings().way());
        }

        List<String> conflicts() {
            return request.conflicts().stream().map(FailureText::cleared).toList();
        }

        String why() {
            return failure().orElse(String.join("; ", conflicts())).replace('\n', ' ');
        }
    }
}
