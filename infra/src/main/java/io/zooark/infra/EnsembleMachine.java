package io.zooark.infra;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awscdk.ArnComponents;
import software.amazon.awscdk.ArnFormat;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.logs.LogGroup;
import software.amazon.awscdk.services.logs.RetentionDays;
import software.amazon.awscdk.services.stepfunctions.DefinitionBody;
import software.amazon.awscdk.services.stepfunctions.LogLevel;
import software.amazon.awscdk.services.stepfunctions.LogOptions;
import software.amazon.awscdk.services.stepfunctions.StateMachine;
import software.amazon.awscdk.services.stepfunctions.StateMachineType;
import software.constructs.Construct;

/**
 * A state machine of one ensemble, with leave to invoke the functions that its definition calls and nothing else.
 *
 * <p>The definition is put into the template as text, not as an asset, so that {@code cdk diff} shows which state
 * changes.
 */
final class EnsembleMachine extends Construct {
    static final String DELIVERS_LOGS =
            "Step Functions delivers logs by actions of CloudWatch Logs that know no resources"
                    + " (Step Functions Developer Guide, 'Logging using CloudWatch Logs').";

    private final String name;
    private final StateMachine stateMachine;

    /**
     * What the machine is made from.
     *
     * @param name what reports, errors and the runbook call it; Step Functions takes 80 characters
     * @param definition its text, with {@code ${...}} for each function
     */
    record Props(String name, String definition, EnsembleFunctions functions) {
        Props {
            requireNonNull(name, "name is null");
            requireNonNull(definition, "definition is null");
            requireNonNull(functions, "functions is null");
        }
    }

    EnsembleMachine(Construct scope, String id, Props props) {
        super(scope, id);
        name = props.name();
        Map<String, String> arns = new TreeMap<>();
        FunctionSpec.calledIn(props.definition())
                .forEach(spec ->
                        arns.put(spec.title(), props.functions().get(spec).getFunctionArn()));
        LogGroup log = LogGroup.Builder.create(this, "Log")
                .retention(RetentionDays.THREE_MONTHS)
                .removalPolicy(RemovalPolicy.DESTROY)
                .build();
        stateMachine = StateMachine.Builder.create(this, "Resource")
                .stateMachineName(name)
                // an express machine forgets its executions, and may run a state twice
                .stateMachineType(StateMachineType.STANDARD)
                .definitionBody(DefinitionBody.fromString(props.definition()))
                .definitionSubstitutions(arns)
                // no execution data: plans name hosts and addresses, and stand in the vault already. The CDK adds the
                // leave to deliver logs, on *: those actions know no resources (Step Functions Developer Guide)
                .logs(LogOptions.builder()
                        .destination(log)
                        .level(LogLevel.ALL)
                        .includeExecutionData(false)
                        .build())
                .build();
        Accepted.at(stateMachine, Wildcard.FINDING, DELIVERS_LOGS, Wildcard.POLICY, Accepted.resources(List.of("*")));
        Accepted.at(
                stateMachine,
                "AwsSolutions-SF2",
                "The history of each execution, the log and the report of each restore hold every state with its times;"
                        + " a trace would add leave to write to X-Ray on *, and a sample of the same.",
                "AWS::StepFunctions::StateMachine");
        // not grantInvoke: it adds every version and alias of each function
        stateMachine.addToRolePolicy(
                Statements.allow("InvokeFunctions", List.of("lambda:InvokeFunction"), List.copyOf(arns.values())));
    }

    StateMachine stateMachine() {
        return stateMachine;
    }

    /** Returns the machine's ARN, for starting executions. */
    String arn() {
        return stateMachine.getStateMachineArn();
    }

    /** Lets this machine ask what became of executions of these. */
    void mayDescribeExecutionsOf(List<EnsembleMachine> machines) {
        PolicyStatement describe = Statements.allow(
                "DescribeExecutions",
                List.of("states:DescribeExecution"),
                machines.stream().map(EnsembleMachine::executions).toList());
        stateMachine.addToRolePolicy(describe);
        Wildcard.explain(stateMachine, List.of(describe));
    }

    /** Any execution: each start makes another. By name, for a machine whose leave named its own ARN would need itself. */
    private String executions() {
        return Stack.of(this)
                .formatArn(ArnComponents.builder()
                        .service("states")
                        .resource("execution")
                        .resourceName(name + ":*")
                        .arnFormat(ArnFormat.COLON_RESOURCE_NAME)
                        .build());
    }
}
