package io.zooark.infra;

import static java.util.Objects.requireNonNull;

import io.zooark.statemachine.Definitions;
import io.zooark.statemachine.NodeDocument;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import software.amazon.awscdk.CfnOutput;
import software.amazon.awscdk.services.ec2.ISecurityGroup;
import software.amazon.awscdk.services.lambda.Code;
import software.amazon.awscdk.services.lambda.IFunction;
import software.amazon.awscdk.services.s3.IBucket;
import software.amazon.awscdk.services.sqs.IQueue;
import software.amazon.awscdk.services.stepfunctions.IStateMachine;
import software.constructs.Construct;

/**
 * Everything that works on one ensemble: functions, schedules, state machines and the documents that run on its hosts.
 *
 * <p>It holds no state and may be deleted and deployed again. Put each ensemble into a stack of its own: a template has
 * room for one.
 */
public final class ZooKeeperBackup extends Construct {
    private final EnsembleFunctions functions;
    private final ScheduledJobs jobs;
    private final FunctionNetwork network;
    private final EnsembleMachine restore;
    private final EnsembleMachine recover;

    /**
     * Which ensemble, from which code, into which vault.
     *
     * @param ensemble the ensemble; its name is part of physical names, and so unique in an account and region
     * @param vault where backups, locks and records are kept: versioned, and with a lifecycle that expires old backups, as
     *     {@link Vault} makes it. Its encryption key, where it has one, must be known to the construct
     * @param formerKeys ARNs of the KMS keys that the vault had before, under which older objects are stored
     * @param code the functions' jar, {@code zooark.jar}
     * @param endpoints those that other ensembles of the VPC use as well; empty to make them here where the ensemble asks
     *     for them
     */
    public record Props(
            EnsembleConfig ensemble,
            IBucket vault,
            List<String> formerKeys,
            Code code,
            Optional<FunctionEndpoints> endpoints) {
        public Props {
            requireNonNull(ensemble, "ensemble is null");
            requireNonNull(vault, "vault is null");
            formerKeys = List.copyOf(formerKeys);
            requireNonNull(code, "code is null");
            requireNonNull(endpoints, "endpoints is null");
        }

        /** Begins with nothing; ensemble, vault and code must be given. */
        public static Builder builder() {
            return new Builder();
        }
    }

    /** Collects the properties of a {@link ZooKeeperBackup}. */
    public static final class Builder {
        private @Nullable EnsembleConfig ensemble;
        private @Nullable IBucket vault;
        private List<String> formerKeys = List.of();
        private @Nullable Code code;
        private Optional<FunctionEndpoints> endpoints = Optional.empty();

        private Builder() {}

        /** Sets the ensemble. */
        public Builder ensemble(EnsembleConfig ensemble) {
            this.ensemble = ensemble;
            return this;
        }

        /** Sets the bucket of the backups. */
        public Builder vault(IBucket vault) {
            this.vault = vault;
            return this;
        }

        /** Sets the KMS keys that the bucket had before; none unless it is called. */
        public Builder formerKeys(List<String> formerKeys) {
            this.formerKeys = formerKeys;
            return this;
        }

        /** Sets the functions' jar. */
        public Builder code(Code code) {
            this.code = code;
            return this;
        }

        /** Sets the endpoints that other ensembles of the VPC use as well. */
        public Builder endpoints(FunctionEndpoints endpoints) {
            this.endpoints = Optional.of(endpoints);
            return this;
        }

        /** Returns what was collected. */
        public Props build() {
            return new Props(
                    requireNonNull(ensemble, "ensemble is null"),
                    requireNonNull(vault, "vault is null"),
                    formerKeys,
                    requireNonNull(code, "code is null"),
                    endpoints);
        }
    }

    public ZooKeeperBackup(Construct scope, String id, Props props) {
        super(scope, id);
        EnsembleConfig ensemble = props.ensemble();
        NodeDocuments documents = new NodeDocuments(this, "Documents", NodeDocument.all());
        network = new FunctionNetwork(this, "Network", new FunctionNetwork.Props(ensemble));
        functions = new EnsembleFunctions(
                this,
                "Functions",
                new EnsembleFunctions.Props(
                        ensemble,
                        props.code(),
                        props.vault(),
                        props.formerKeys(),
                        documents,
                        network,
                        endpoints(props)));
        jobs = new ScheduledJobs(
                this,
                "Jobs",
                new ScheduledJobs.Props(
                        ensemble,
                        functions.get(FunctionSpec.TAKE_SNAPSHOT),
                        functions.get(FunctionSpec.VERIFY_SNAPSHOT)));
        restore = new EnsembleMachine(
                this,
                "Restore",
                new EnsembleMachine.Props("restore-" + ensemble.name(), Definitions.restoreEnsemble(), functions));
        recover = new EnsembleMachine(
                this,
                "Recover",
                new EnsembleMachine.Props("recover-" + ensemble.name(), Definitions.recoverEnsemble(), functions));
        // a recovery that dies is recovered by the next one
        recover.mayDescribeExecutionsOf(List.of(restore, recover));
        new RecoveryRule(this, "Recovery", new RecoveryRule.Props(ensemble.name(), restore, recover, jobs.missed()));
        EnsembleAlarms alarms =
                new EnsembleAlarms(this, "Alarms", new EnsembleAlarms.Props(ensemble, functions, jobs.missed()));
        new EnsembleDashboard(this, "Dashboard", new EnsembleDashboard.Props(ensemble, alarms.all(), restore, recover));
        outputs();
        networkOutputs(ensemble.network());
        documents.all().forEach((document, name) -> output(outputOf(document), name, document.description()));
    }

    /** Returns the machine that plans and runs restores. */
    public IStateMachine restoreMachine() {
        return restore.stateMachine();
    }

    /** Returns the machine that recovers failed restores and undoes restores. */
    public IStateMachine recoverMachine() {
        return recover.stateMachine();
    }

    /** Returns the function that takes a backup. */
    public IFunction takeSnapshot() {
        return functions.get(FunctionSpec.TAKE_SNAPSHOT);
    }

    /** Returns the function that restores a backup for trial. */
    public IFunction verifySnapshot() {
        return functions.get(FunctionSpec.VERIFY_SNAPSHOT);
    }

    /** Returns the queue of backups, drills and recoveries that did not come about. */
    public IQueue missedJobs() {
        return jobs.missed();
    }

    /** Returns the group of the functions that talk to servers; the servers' groups must let it in. */
    public ISecurityGroup securityGroup() {
        return network.securityGroup();
    }

    private void outputs() {
        output("RestoreMachineArn", restore.arn(), "Start an execution of this to plan or run a restore");
        output("RecoverMachineArn", recover.arn(), "Runs by itself; start an execution of this to undo a restore");
        output("TakeSnapshotName", takeSnapshot().getFunctionName(), "Invoke this to take a backup by hand");
        output(
                "VerifySnapshotName",
                verifySnapshot().getFunctionName(),
                "Invoke this to drill the newest backup by hand");
        output(
                "MissedJobs",
                jobs.missed().getQueueUrl(),
                "Backups that were not taken, drills that failed, and recoveries that could not be started are in this queue");
    }

    private void networkOutputs(NetworkConfig config) {
        String group = network.securityGroup().getSecurityGroupId();
        output(
                config.addIngress() ? "ServersAllow" : "ServersMustAllow",
                network.serverPorts().stream().map(port -> "tcp " + port).collect(Collectors.joining(", ")) + " from "
                        + group,
                config.addIngress()
                        ? "Ingress rules that this stack has added to the servers' security groups"
                        : "Ingress rules that the servers' security groups need; a restore leaves them alone");
        if (!config.endpoints()) {
            output(
                    "FunctionsMustReach",
                    "S3 and Systems Manager on tcp 443, from " + String.join(", ", config.subnets()) + " and " + group,
                    "By a gateway endpoint for S3, and for Systems Manager by an interface endpoint that lets the group in,"
                            + " or by a NAT gateway");
        }
    }

    private Optional<FunctionEndpoints> endpoints(Props props) {
        if (!props.ensemble().network().endpoints() || props.endpoints().isPresent()) {
            return props.endpoints();
        }
        return Optional.of(
                new FunctionEndpoints(this, "Endpoints", new FunctionEndpoints.Props(List.of(props.ensemble()))));
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
