package io.zooark.infra;

import static java.util.Objects.requireNonNull;

import io.zooark.statemachine.Definitions;
import io.zooark.statemachine.NodeDocument;
import java.util.stream.Collectors;
import software.amazon.awscdk.CfnOutput;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.StackProps;
import software.amazon.awscdk.services.lambda.Code;
import software.constructs.Construct;

/** Everything that works on one ensemble; it holds no state and may be deleted and deployed again. */
public final class EnsembleStack extends Stack {

    /** Which ensemble, from which code, into which vault. */
    record Props(EnsembleConfig ensemble, Code code, Vault vault) {
        Props {
            requireNonNull(ensemble, "ensemble is null");
            requireNonNull(code, "code is null");
            requireNonNull(vault, "vault is null");
        }
    }

    EnsembleStack(Construct scope, String id, StackProps stackProps, Props props) {
        super(scope, id, stackProps);
        EnsembleConfig ensemble = props.ensemble();
        NodeDocuments documents = new NodeDocuments(this, "Documents", NodeDocument.all());
        FunctionNetwork network = new FunctionNetwork(this, "Network", new FunctionNetwork.Props(ensemble));
        EnsembleFunctions functions = new EnsembleFunctions(
                this,
                "Functions",
                new EnsembleFunctions.Props(ensemble, props.code(), props.vault(), documents, network));
        ScheduledJobs jobs = new ScheduledJobs(
                this,
                "Jobs",
                new ScheduledJobs.Props(
                        ensemble,
                        functions.get(FunctionSpec.TAKE_SNAPSHOT),
                        functions.get(FunctionSpec.VERIFY_SNAPSHOT)));
        RestoreMachine machine =
                new RestoreMachine(this, "Restore", new RestoreMachine.Props(Definitions.restoreEnsemble(), functions));
        output("RestoreMachineArn", machine.arn(), "Start an execution of this to plan or run a restore");
        output(
                "TakeSnapshotName",
                functions.get(FunctionSpec.TAKE_SNAPSHOT).getFunctionName(),
                "Invoke this to take a backup by hand");
        output(
                "VerifySnapshotName",
                functions.get(FunctionSpec.VERIFY_SNAPSHOT).getFunctionName(),
                "Invoke this to drill the newest backup by hand");
        output(
                "MissedJobs",
                jobs.missed().getQueueUrl(),
                "Backups that were not taken, and drills that failed, are in this queue");
        output(
                "ServersMustAllow",
                network.serverPorts().stream().map(port -> "tcp " + port).collect(Collectors.joining(", ")) + " from "
                        + network.securityGroup().getSecurityGroupId(),
                "Ingress rules that the servers' security groups need; a restore leaves them alone");
    }

    private void output(String id, String value, String description) {
        CfnOutput.Builder.create(this, id).value(value).description(description).build();
    }
}
