package io.zooark.infra;

import static java.util.Objects.requireNonNull;

import io.zooark.statemachine.Definitions;
import io.zooark.statemachine.NodeDocument;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import software.amazon.awscdk.CfnOutput;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.StackProps;
import software.amazon.awscdk.services.lambda.Code;
import software.amazon.awscdk.services.sqs.Queue;
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
        machines(ensemble, functions, jobs.missed());
        outputs(functions, jobs, network);
        documents.all().forEach((document, name) -> output(outputOf(document), name, document.description()));
    }

    private void machines(EnsembleConfig ensemble, EnsembleFunctions functions, Queue missed) {
        EnsembleMachine restore = new EnsembleMachine(
                this,
                "Restore",
                new EnsembleMachine.Props("restore-" + ensemble.name(), Definitions.restoreEnsemble(), functions));
        EnsembleMachine recover = new EnsembleMachine(
                this,
                "Recover",
                new EnsembleMachine.Props("recover-" + ensemble.name(), Definitions.recoverEnsemble(), functions));
        // a recovery that dies is recovered by the next one
        recover.mayDescribeExecutionsOf(List.of(restore, recover));
        new RecoveryRule(this, "Recovery", new RecoveryRule.Props(ensemble.name(), restore, recover, missed));
        output("RestoreMachineArn", restore.arn(), "Start an execution of this to plan or run a restore");
        output("RecoverMachineArn", recover.arn(), "Runs by itself; start an execution of this to undo a restore");
    }

    private void outputs(EnsembleFunctions functions, ScheduledJobs jobs, FunctionNetwork network) {
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
                "Backups that were not taken, drills that failed, and recoveries that could not be started are in this queue");
        output(
                "ServersMustAllow",
                network.serverPorts().stream().map(port -> "tcp " + port).collect(Collectors.joining(", ")) + " from "
                        + network.securityGroup().getSecurityGroupId(),
                "Ingress rules that the servers' security groups need; a restore leaves them alone");
    }

    /** Returns {@code DocumentSetAside} for {@code set-aside}: an output's name takes no dashes. */
    private static String outputOf(NodeDocument document) {
        return Arrays.stream(document.action().split("-", -1))
                .map(word -> word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1))
                .collect(Collectors.joining("", "Document", ""));
    }

    private void output(String id, String value, String description) {
        CfnOutput.Builder.create(this, id).value(value).description(description).build();
    }
}
