package io.zooark.infra;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awscdk.ArnComponents;
import software.amazon.awscdk.ArnFormat;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.Stack;
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
        // not grantInvoke: it adds every version and alias of each function
        stateMachine.addToRolePolicy(
                Statements.allow("InvokeFunctions", List.of("lambda:InvokeFunction"), List.copyOf(arns.values())));
    }

    /** Returns the machine's ARN, for starting executions. */
    String arn() {
        return stateMachine.getStateMachineArn();
    }

    /** Lets this machine ask what became of executions of these. */
    void mayDescribeExecutionsOf(List<EnsembleMachine> machines) {
        stateMachine.addToRolePolicy(Statements.allow(
                "DescribeExecutions",
                List.of("states:DescribeExecution"),
                machines.stream().map(EnsembleMachine::executions).toList()));
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
