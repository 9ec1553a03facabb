package io.zooark.infra;

import static java.util.Objects.requireNonNull;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.services.logs.LogGroup;
import software.amazon.awscdk.services.logs.RetentionDays;
import software.amazon.awscdk.services.stepfunctions.DefinitionBody;
import software.amazon.awscdk.services.stepfunctions.LogLevel;
import software.amazon.awscdk.services.stepfunctions.LogOptions;
import software.amazon.awscdk.services.stepfunctions.StateMachine;
import software.amazon.awscdk.services.stepfunctions.StateMachineType;
import software.constructs.Construct;

/**
 * The state machine that restores one ensemble, with leave to invoke its functions and nothing else.
 *
 * <p>The definition is put into the template as text, not as an asset, so that {@code cdk diff} shows which state
 * changes.
 */
final class RestoreMachine extends Construct {
    private final StateMachine stateMachine;

    /**
     * What the machine is made from.
     *
     * @param definition its text, with {@code ${...}} for each function
     */
    record Props(String definition, EnsembleFunctions functions) {
        Props {
            requireNonNull(definition, "definition is null");
            requireNonNull(functions, "functions is null");
        }
    }

    RestoreMachine(Construct scope, String id, Props props) {
        super(scope, id);
        Map<String, String> arns = new TreeMap<>();
        Arrays.stream(FunctionSpec.values())
                .filter(FunctionSpec::inRestore)
                .forEach(spec ->
                        arns.put(spec.title(), props.functions().get(spec).getFunctionArn()));
        LogGroup log = LogGroup.Builder.create(this, "Log")
                .retention(RetentionDays.THREE_MONTHS)
                .removalPolicy(RemovalPolicy.DESTROY)
                .build();
        stateMachine = StateMachine.Builder.create(this, "Resource")
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

    /** Returns the machine's ARN, for starting a restore. */
    String arn() {
        return stateMachine.getStateMachineArn();
    }
}
