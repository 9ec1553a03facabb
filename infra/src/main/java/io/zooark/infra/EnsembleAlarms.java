package io.zooark.infra;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.cloudwatch.Alarm;
import software.amazon.awscdk.services.cloudwatch.ComparisonOperator;
import software.amazon.awscdk.services.cloudwatch.IAlarmAction;
import software.amazon.awscdk.services.cloudwatch.IMetric;
import software.amazon.awscdk.services.cloudwatch.MathExpression;
import software.amazon.awscdk.services.cloudwatch.TreatMissingData;
import software.amazon.awscdk.services.sqs.Queue;
import software.constructs.Construct;

/**
 * The alarms of one ensemble. To each of them, no data is bad news.
 *
 * <p>That takes metrics which always come. The look for an unfinished restore gives them, every five minutes, whether
 * anything has happened or not; {@code io.zooark.restore.Vitals} reads them from where the others wrote what they did. A
 * metric of AWS that comes only with an event is filled up with zeros, on the clock of these looks.
 */
final class EnsembleAlarms extends Construct {
    /** Three looks: one may be late, and another lost. */
    static final Duration QUARTER = Duration.minutes(15);

    /** How long clients may be shut out before somebody is told. */
    static final java.time.Duration LONG_CLOSED = java.time.Duration.ofMinutes(30);

    private static final Duration HOUR = Duration.hours(1);

    /** A job that fails is tried twice more; whatever fails three times within the hour does not mend itself. */
    private static final int MOST_ERRORS = 2;

    private final Props props;
    private final Measures measures;
    private final List<IAlarmAction> actions;
    private final List<Alarm> alarms = new ArrayList<>();

    /** Whose alarms, which functions run by themselves, and where what did not come about is kept. */
    record Props(EnsembleConfig ensemble, EnsembleFunctions functions, Queue missed) {
        Props {
            requireNonNull(ensemble, "ensemble is null");
            requireNonNull(functions, "functions is null");
            requireNonNull(missed, "missed is null");
        }
    }

    EnsembleAlarms(Construct scope, String id, Props props) {
        super(scope, id);
        this.props = requireNonNull(props, "props is null");
        this.measures = new Measures(props.ensemble().name());
        this.actions = new AlarmTargets(this, "Targets", props.ensemble().alarms()).actions();
        Patience patience = Patience.of(props.ensemble());
        whenBackupsStop(patience);
        whenDrillsFail(patience);
        whenARestoreGoesWrong();
        whenThingsFailByThemselves();
    }

    /** Returns all of them. */
    List<Alarm> all() {
        return List.copyOf(alarms);
    }

    private void whenBackupsStop(Patience patience) {
        ringAbove(
                "BackupOverdue", largest(Measures.BACKUP_AGE), patience.backup().toSeconds(), AlarmText.BACKUP_OVERDUE);
    }

    private void whenDrillsFail(Patience patience) {
        ringAbove("DrillFailed", largest(Measures.DRILL_FAILED), 0, AlarmText.DRILL_FAILED);
        ringAbove("DrillOverdue", largest(Measures.PROVEN_AGE), patience.drill().toSeconds(), AlarmText.DRILL_OVERDUE);
    }

    private void whenARestoreGoesWrong() {
        ringAbove("Closed", largest(Measures.CLOSED), LONG_CLOSED.toSeconds(), AlarmText.CLOSED);
        // of an hour: the next restore may succeed, or this one's undoing, before anybody has looked
        ringAbove("RestoreFailed", measures.own(Measures.RESTORE_FAILED, "Maximum", HOUR), 0, AlarmText.RESTORE_FAILED);
        ring(
                "RecoverySilent",
                measures.own(Measures.RECOVERY_LOOKS, "Sum", QUARTER),
                ComparisonOperator.LESS_THAN_THRESHOLD,
                1,
                AlarmText.RECOVERY_SILENT);
    }

    private void whenThingsFailByThemselves() {
        EnsembleFunctions functions = props.functions();
        // not those of the restore machine: it expects their errors, waits and tries again, and its end is told above
        ringAbove(
                "FunctionErrors",
                onTheClock(
                        "SUM([0 * looks, FILL(backups, 0), FILL(drills, 0), FILL(recoveries, 0)])",
                        Map.of(
                                "looks", looks(HOUR),
                                "backups", Measures.errors(functions.get(FunctionSpec.TAKE_SNAPSHOT), HOUR),
                                "drills", Measures.errors(functions.get(FunctionSpec.VERIFY_SNAPSHOT), HOUR),
                                "recoveries", Measures.errors(functions.get(FunctionSpec.PLAN_RECOVERY), HOUR)),
                        HOUR,
                        "Errors"),
                MOST_ERRORS,
                AlarmText.FUNCTION_ERRORS);
        ringAbove(
                "JobsMissed",
                onTheClock(
                        "SUM([0 * looks, FILL(waiting, 0)])",
                        Map.of("looks", looks(QUARTER), "waiting", Measures.waiting(props.missed(), QUARTER)),
                        QUARTER,
                        "Jobs missed"),
                0,
                AlarmText.JOBS_MISSED);
    }

    private IMetric looks(Duration period) {
        return measures.own(Measures.RECOVERY_LOOKS, "Sum", period);
    }

    private IMetric largest(String name) {
        return measures.own(name, "Maximum", QUARTER);
    }

    /**
     * A sum in which the looks count as nothing, so that there is one for each period with a look: a queue that nobody uses
     * and a function that nobody calls give no data for hours, and are well.
     */
    private static IMetric onTheClock(
            String expression, Map<String, ? extends IMetric> metrics, Duration period, String label) {
        return MathExpression.Builder.create()
                .expression(expression)
                // always in the same order, so that the same configuration makes the same template
                .usingMetrics(new TreeMap<>(metrics))
                .period(period)
                .label(label)
                .build();
    }

    private void ringAbove(String id, IMetric metric, long threshold, AlarmText text) {
        ring(id, metric, ComparisonOperator.GREATER_THAN_THRESHOLD, threshold, text);
    }

    private void ring(String id, IMetric metric, ComparisonOperator comparison, long threshold, AlarmText text) {
        Alarm alarm = Alarm.Builder.create(this, id)
                .alarmDescription(text.of(props.ensemble().name()))
                .metric(metric)
                .comparisonOperator(comparison)
                .threshold(threshold)
                // one period, as long as it takes to be sure: more of them would only ring later
                .evaluationPeriods(1)
                .treatMissingData(TreatMissingData.BREACHING)
                .build();
        IAlarmAction[] all = actions.toArray(IAlarmAction[]::new);
        alarm.addAlarmAction(all);
        alarm.addOkAction(all);
        alarms.add(alarm);
    }
}
