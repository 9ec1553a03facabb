package io.zooark.infra;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.cloudwatch.Alarm;
import software.amazon.awscdk.services.cloudwatch.AlarmStatusWidget;
import software.amazon.awscdk.services.cloudwatch.Dashboard;
import software.amazon.awscdk.services.cloudwatch.GraphWidget;
import software.amazon.awscdk.services.cloudwatch.GraphWidgetView;
import software.amazon.awscdk.services.cloudwatch.HorizontalAnnotation;
import software.amazon.awscdk.services.cloudwatch.IMetric;
import software.amazon.awscdk.services.cloudwatch.IWidget;
import software.amazon.awscdk.services.cloudwatch.LegendPosition;
import software.amazon.awscdk.services.cloudwatch.MathExpression;
import software.amazon.awscdk.services.cloudwatch.SingleValueWidget;
import software.amazon.awscdk.services.cloudwatch.TextWidget;
import software.amazon.awscdk.services.cloudwatch.YAxisProps;
import software.constructs.Construct;

/** One page on one ensemble: whether its backups are good, and what restores did to its clients. */
final class EnsembleDashboard extends Construct {
    private static final int WHOLE = 24;
    private static final int HALF = 12;
    private static final int GRAPH = 6;
    private static final int NUMBERS = 3;
    private static final int HEAD = 2;
    private static final Duration OFTEN = Duration.minutes(5);
    private static final Duration HOUR = Duration.hours(1);
    private static final int SECONDS_PER_HOUR = 3600;

    /** As alarms are drawn in the console. */
    private static final String RED = "#d62728";

    private final Props props;
    private final Measures measures;

    /** Whose dashboard, which alarms stand on it, and whose executions are counted. */
    record Props(EnsembleConfig ensemble, List<Alarm> alarms, EnsembleMachine restore, EnsembleMachine recover) {
        Props {
            requireNonNull(ensemble, "ensemble is null");
            alarms = List.copyOf(alarms);
            requireNonNull(restore, "restore is null");
            requireNonNull(recover, "recover is null");
        }
    }

    EnsembleDashboard(Construct scope, String id, Props props) {
        super(scope, id);
        this.props = requireNonNull(props, "props is null");
        this.measures = new Measures(props.ensemble().name());
        Patience patience = Patience.of(props.ensemble());
        Dashboard.Builder.create(this, "Dashboard")
                .defaultInterval(Duration.days(7))
                .widgets(List.of(
                        List.of(head()),
                        List.of(status()),
                        List.of(now()),
                        List.of(backupAge(patience), drills(patience)),
                        List.of(
                                graph("Snapshot size", bytes(), List.of(line(Measures.BYTES, "Bytes"))),
                                graph("Znodes", fromZero(""), List.of(line(Measures.ZNODES, "Znodes")))),
                        List.of(torn(), backups()),
                        List.of(restores(), shutOut())))
                .build();
    }

    private IWidget head() {
        return TextWidget.Builder.create()
                .markdown("# " + props.ensemble().name()
                        + "\nBackups and restores of this ZooKeeper ensemble. What an alarm means and what to do stands in its"
                        + " description, and in `infra/README.md` under *Alarms*.")
                .width(WHOLE)
                .height(HEAD)
                .build();
    }

    private IWidget status() {
        return AlarmStatusWidget.Builder.create()
                .title("Alarms")
                .alarms(props.alarms())
                .width(WHOLE)
                .height(NUMBERS)
                .build();
    }

    private IWidget now() {
        return SingleValueWidget.Builder.create()
                .title("Now")
                .metrics(List.of(
                        hours("backup", Measures.BACKUP_AGE, "Backup age (h)"),
                        hours("drilled", Measures.PROVEN_AGE, "Drilled backup age (h)"),
                        measures.own(Measures.ZNODES, "Maximum", HOUR, "Znodes"),
                        measures.own(Measures.BYTES, "Maximum", HOUR, "Bytes"),
                        measures.own(Measures.CLOSED, "Maximum", OFTEN, "Clients shut out (s)")))
                .width(WHOLE)
                .height(NUMBERS)
                .build();
    }

    private IWidget backupAge(Patience patience) {
        return graph(
                "Age of the newest proven backup",
                fromZero("hours"),
                List.of(hours("age", Measures.BACKUP_AGE, "Age (h)")),
                limit("two intervals", inHours(patience.backup())));
    }

    private IWidget drills(Patience patience) {
        return GraphWidget.Builder.create()
                .title("Restore drills")
                .left(List.of(hours("age", Measures.PROVEN_AGE, "Age of the newest drilled backup (h)")))
                .leftYAxis(fromZero("hours"))
                .leftAnnotations(List.of(limit("a drill is overdue", inHours(patience.drill()))))
                .right(List.of(
                        measures.own(Measures.DRILL_SUCCEEDED, "Sum", HOUR, "Passed"),
                        measures.own(Measures.DRILL_FAILED, "Maximum", HOUR, "Last one failed")))
                .rightYAxis(fromZero("drills"))
                .legendPosition(LegendPosition.BOTTOM)
                .width(HALF)
                .height(GRAPH)
                .build();
    }

    private IWidget torn() {
        // of all attempts: the one that was kept, and the torn ones before it
        IMetric rate = MathExpression.Builder.create()
                .expression("100 * torn / (torn + kept)")
                .usingMetrics(new TreeMap<>(Map.of(
                        "torn", measures.own(Measures.TORN, "Sum", HOUR, "Torn"),
                        "kept", measures.own(Measures.BACKUP_SUCCEEDED, "Sum", HOUR, "Kept"))))
                .period(HOUR)
                .label("Torn (% of attempts)")
                .build();
        return graph(
                "Torn snapshots",
                YAxisProps.builder().min(0).max(100).label("%").showUnits(false).build(),
                List.of(rate));
    }

    private IWidget backups() {
        return GraphWidget.Builder.create()
                .title("Backups taken")
                .left(List.of(measures.own(Measures.BACKUP_SUCCEEDED, "Sum", HOUR, "Taken in an hour")))
                .leftYAxis(fromZero("backups"))
                .right(List.of(measures.own(Measures.DURATION, "Maximum", HOUR, "Longest (ms)")))
                .rightYAxis(fromZero("ms"))
                .legendPosition(LegendPosition.BOTTOM)
                .width(HALF)
                .height(GRAPH)
                .build();
    }

    private IWidget restores() {
        String restore = props.restore().arn();
        return GraphWidget.Builder.create()
                .title("Restores")
                .left(List.of(
                        Measures.executions(restore, "ExecutionsStarted", HOUR, "Started"),
                        Measures.executions(restore, "ExecutionsSucceeded", HOUR, "Succeeded"),
                        Measures.executions(restore, "ExecutionsFailed", HOUR, "Failed or refused"),
                        Measures.executions(props.recover().arn(), "ExecutionsFailed", HOUR, "Recoveries failed")))
                .leftYAxis(fromZero("executions"))
                .view(GraphWidgetView.BAR)
                .legendPosition(LegendPosition.BOTTOM)
                .width(HALF)
                .height(GRAPH)
                .build();
    }

    private IWidget shutOut() {
        return graph(
                "Clients shut out",
                fromZero("seconds"),
                List.of(
                        measures.own(Measures.CLOSED, "Maximum", OFTEN, "By now"),
                        measures.own(Measures.SHUT_OUT, "Maximum", OFTEN, "By a restore, in all")),
                limit("30 minutes", (double) EnsembleAlarms.LONG_CLOSED.toSeconds()));
    }

    private IMetric line(String name, String label) {
        return measures.own(name, "Maximum", HOUR, label);
    }

    private IMetric hours(String id, String name, String label) {
        return MathExpression.Builder.create()
                .expression(id + " / " + SECONDS_PER_HOUR)
                .usingMetrics(Map.of(id, measures.own(name, "Maximum", OFTEN, label)))
                .period(OFTEN)
                .label(label)
                .build();
    }

    private static IWidget graph(
            String title, YAxisProps axis, List<IMetric> metrics, HorizontalAnnotation... annotations) {
        return GraphWidget.Builder.create()
                .title(title)
                .left(metrics)
                .leftYAxis(axis)
                .leftAnnotations(List.of(annotations))
                .legendPosition(LegendPosition.BOTTOM)
                .width(HALF)
                .height(GRAPH)
                .build();
    }

    private static HorizontalAnnotation limit(String label, double value) {
        return HorizontalAnnotation.builder()
                .label(label)
                .value(value)
                .color(RED)
                .build();
    }

    private static double inHours(java.time.Duration duration) {
        return duration.toMinutes() / 60.0;
    }

    private static YAxisProps bytes() {
        return fromZero("bytes");
    }

    private static YAxisProps fromZero(String label) {
        YAxisProps.Builder axis = YAxisProps.builder().min(0).showUnits(false);
        return label.isEmpty() ? axis.build() : axis.label(label).build();
    }
}
