package io.zooark.infra;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awscdk.ArnComponents;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.events.CfnRule;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.iam.Role;
import software.amazon.awscdk.services.iam.ServicePrincipal;
import software.amazon.awscdk.services.sqs.Queue;
import software.constructs.Construct;

/**
 * The EventBridge rule and the schedule that start the recover machine: when a restore has ended in any other way than
 * well, and every five minutes.
 *
 * <p>The schedule alone would do. The rule saves minutes; but Step Functions emits its events on a best effort basis, and
 * a recovery that fails itself is no event here.
 */
final class RecoveryRule extends Construct {
    private static final String START = "states:StartExecution";

    /** More often than clients give up, and cheap: {@code infra/README.md} has the figure. */
    private static final EnsembleConfig.Schedule INTERVAL = new EnsembleConfig.Schedule("rate(5 minutes)", "UTC", 0);

    /** An event is delivered at any time within the hour: the recovery looks for itself what is due. */
    private static final int EVENT_PATIENCE_SECONDS = 3600;

    /** After that the next one comes; those that are late would only pile up. */
    private static final int SCHEDULE_PATIENCE_SECONDS = 300;

    private static final int DELIVERIES = 10;

    private final Props props;

    /** Whose restores, by which machine, are recovered by which, and where starts go that came to nothing. */
    record Props(String ensemble, EnsembleMachine restore, EnsembleMachine recover, Queue missed) {
        Props {
            requireNonNull(ensemble, "ensemble is null");
            requireNonNull(restore, "restore is null");
            requireNonNull(recover, "recover is null");
            requireNonNull(missed, "missed is null");
        }
    }

    RecoveryRule(Construct scope, String id, Props props) {
        super(scope, id);
        this.props = requireNonNull(props, "props is null");
        // constant: what an event says of a restore is not believed, the record in the vault is
        Map<String, Object> input = Map.of("confirm", props.ensemble());
        CfnRule rule = CfnRule.Builder.create(this, "Rule")
                .description("Zooark: recovers a restore that failed, was stopped, or ran out of time")
                .eventPattern(pattern())
                .targets(List.of(target(input)))
                .build();
        props.missed().addToResourcePolicy(keepUndelivered(rule));
        new ScheduledStart(
                this,
                "Reconcile",
                new ScheduledStart.Props(
                        "recoveries",
                        INTERVAL,
                        START,
                        props.recover().arn(),
                        input,
                        SCHEDULE_PATIENCE_SECONDS,
                        props.missed()));
    }

    private Map<String, Object> pattern() {
        Map<String, Object> ends = new TreeMap<>();
        ends.put("stateMachineArn", List.of(props.restore().arn()));
        ends.put("status", List.of("FAILED", "ABORTED", "TIMED_OUT"));
        Map<String, Object> pattern = new TreeMap<>();
        pattern.put("source", List.of("aws.states"));
        pattern.put("detail-type", List.of("Step Functions Execution Status Change"));
        pattern.put("detail", ends);
        return pattern;
    }

    private CfnRule.TargetProperty target(Map<String, Object> input) {
        return CfnRule.TargetProperty.builder()
                .id("Recover")
                .arn(props.recover().arn())
                .roleArn(role().getRoleArn())
                .input(Stack.of(this).toJsonString(input))
                .retryPolicy(CfnRule.RetryPolicyProperty.builder()
                        .maximumEventAgeInSeconds(EVENT_PATIENCE_SECONDS)
                        .maximumRetryAttempts(DELIVERIES)
                        .build())
                .deadLetterConfig(CfnRule.DeadLetterConfigProperty.builder()
                        .arn(props.missed().getQueueArn())
                        .build())
                .build();
    }

    private Role role() {
        Stack stack = Stack.of(this);
        // any rule of the account: this one's ARN is not known before the rule, which needs the role
        String rules = stack.formatArn(ArnComponents.builder()
                .service("events")
                .resource("rule")
                .resourceName("*")
                .build());
        Role role = Role.Builder.create(this, "Role")
                .description("Zooark: starts recoveries of failed restores")
                .assumedBy(ServicePrincipal.Builder.create("events.amazonaws.com")
                        .conditions(new TreeMap<>(Map.of(
                                "StringEquals", Map.of("aws:SourceAccount", stack.getAccount()),
                                "ArnLike", Map.of("aws:SourceArn", rules))))
                        .build())
                .build();
        role.addToPolicy(Statements.allow(
                "Start", List.of(START), List.of(props.recover().arn())));
        return role;
    }

    /** EventBridge puts what it could not deliver into the queue as itself, not as the role. */
    private PolicyStatement keepUndelivered(CfnRule rule) {
        PolicyStatement statement = Statements.allow(
                "KeepUndeliveredEvents",
                List.of("sqs:SendMessage"),
                List.of(props.missed().getQueueArn()),
                Map.of("ArnEquals", Map.of("aws:SourceArn", rule.getAttrArn())));
        statement.addServicePrincipal("events.amazonaws.com");
        return statement;
    }
}
