package io.zooark.local;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.zooark.handler.FunctionLog;
import io.zooark.handler.Wiring;
import io.zooark.json.Json;
import io.zooark.local.cloud.AwsError;
import io.zooark.local.cloud.Disturbance;
import io.zooark.local.cloud.Ec2;
import io.zooark.local.cloud.Functions;
import io.zooark.local.cloud.Gateway;
import io.zooark.local.cloud.HandlerFunctions;
import io.zooark.local.cloud.LogFile;
import io.zooark.local.cloud.Ssm;
import io.zooark.local.cloudformation.Place;
import io.zooark.local.iam.Authority;
import io.zooark.local.s3.S3;
import io.zooark.local.stepfunctions.Permissions;
import io.zooark.local.stepfunctions.StateMachine;
import io.zooark.local.stepfunctions.StepFunctions;
import io.zooark.local.stepfunctions.StepFunctionsException;
import io.zooark.local.zookeeper.Gate;
import io.zooark.local.zookeeper.LocalEnsemble;
import io.zooark.local.zookeeper.LocalHost;
import io.zooark.statemachine.Definitions;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * An AWS account on one machine, with one ensemble in it: the ensemble {@code orders} on its instances, its security groups
 * and documents, the functions, the vault and the restore machine, all behind one endpoint.
 *
 * <p>The functions, the state machine and the documents' shell are those that are deployed. The ensemble is the caller's: it
 * outlives the cloud.
 */
public final class LocalCloud implements AutoCloseable {
    public static final String ENSEMBLE = "orders";
    public static final String BUCKET = "zooark-vault";
    public static final String RESTORE_MACHINE = "restore-" + ENSEMBLE;
    public static final String RECOVER_MACHINE = "recover-" + ENSEMBLE;
    public static final String SERVERS_GROUP = "sg-0000000000000001";
    public static final String FUNCTIONS_GROUP = "sg-0000000000000002";

    static final String ACCOUNT = "123456789012";

    /** Where the cloud stands, as its ARNs say it. */
    public static final Place PLACE = new Place(ACCOUNT, "eu-central-1");

    /** As in AWS: right after sending, an invocation is not there yet. */
    private static final Duration INVOCATION_VISIBLE_AFTER = Duration.ofMillis(100);

    private final LocalEnsemble ensemble;
    private final Gateway gateway;
    private final S3 s3;
    private final Ec2 ec2 = new Ec2();
    private final Ssm ssm = new Ssm(Clock.systemUTC(), INVOCATION_VISIBLE_AFTER);
    private final EnsembleAccount account;
    private final Functions functions;
    private final StepFunctions stepFunctions;
    private final StateMachine restoreMachine;
    private final RecoveryRule recoveryRule;

    private LocalCloud(
            LocalEnsemble ensemble, Gateway gateway, S3 s3, Function<Map<String, String>, Functions> deployment) {
        this.ensemble = ensemble;
        this.gateway = gateway;
        this.s3 = s3;
        this.account = new EnsembleAccount(ensemble, ec2, ssm);
        account.layOut();
        s3.createBucket(BUCKET);
        gateway.s3(s3).ec2(ec2).ssm(ssm);
        this.functions = deployment.apply(account.environment(endpoint()));
        this.stepFunctions = new StepFunctions(functions);
        this.restoreMachine =
                StateMachine.define(RESTORE_MACHINE, Definitions.restoreEnsemble(), HandlerFunctions.substitutions());
        stepFunctions.register(restoreMachine);
        stepFunctions.register(
                StateMachine.define(RECOVER_MACHINE, Definitions.recoverEnsemble(), HandlerFunctions.substitutions()));
        this.recoveryRule = new RecoveryRule(stepFunctions);
        stepFunctions.listen(recoveryRule);
        gateway.functions(functions).json("AWSStepFunctions", this::stepFunctions);
    }

    /**
     * Builds the cloud around an ensemble.
     *
     * @param storage the folder in which S3 keeps objects as plain files; the functions' log lies beside it
     * @param superPassword the password of the ensemble's user {@code super}
     * @param port of the endpoint; 0 for a free one
     * @throws IOException if the port is taken
     */
    public static LocalCloud around(LocalEnsemble ensemble, Path storage, String superPassword, int port)
            throws IOException {
        FunctionLog log = new FunctionLog(ENSEMBLE, new LogFile(storage.resolveSibling("functions.log")));
        LocalCloud cloud =
                around(ensemble, Gateway.open(port), storage, environment -> new HandlerFunctions(environment, log));
        cloud.account.credential(superPassword);
        return cloud;
    }

    /**
     * Builds the cloud around an ensemble that is configured otherwise than usual, on a free port.
     *
     * @param storage the folder in which S3 keeps objects as plain files: that of another ensemble for a vault that they share
     * @param superPassword the password of the ensemble's user {@code super}
     * @param otherwise fields of the ensemble's configuration that take the place of the usual ones, its name for example
     */
    public static LocalCloud around(
            LocalEnsemble ensemble, Path storage, String superPassword, Map<String, ?> otherwise) throws IOException {
        FunctionLog log = new FunctionLog(ENSEMBLE, new LogFile(storage.resolveSibling("functions.log")));
        return around(ensemble, storage, superPassword, (Function<Map<String, String>, Functions>)
                usual -> new HandlerFunctions(configured(usual, otherwise), log));
    }

    private static Map<String, String> configured(Map<String, String> environment, Map<String, ?> otherwise) {
        try {
            ObjectNode ensemble = (ObjectNode) Json.mapper().readTree(environment.get(Wiring.ENSEMBLE));
            otherwise.forEach(
                    (field, value) -> ensemble.set(field, Json.mapper().valueToTree(value)));
            Map<String, String> configured = new LinkedHashMap<>(environment);
            configured.put(Wiring.ENSEMBLE, ensemble.toString());
            return configured;
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the usual configuration is no JSON", e);
        }
    }

    /**
     * Builds the cloud around an ensemble, on a free port, with functions that run elsewhere than in this JVM.
     *
     * @param storage the folder in which S3 keeps objects as plain files
     * @param superPassword the password of the ensemble's user {@code super}
     * @param deployment makes the functions from their environment variables
     */
    public static LocalCloud around(
            LocalEnsemble ensemble,
            Path storage,
            String superPassword,
            Function<Map<String, String>, Functions> deployment)
            throws IOException {
        LocalCloud cloud = around(ensemble, Gateway.open(0), storage, deployment);
        cloud.account.credential(superPassword);
        return cloud;
    }

    private static LocalCloud around(
            LocalEnsemble ensemble, Gateway gateway, Path storage, Function<Map<String, String>, Functions> deployment)
            throws IOException {
        requireNonNull(ensemble, "ensemble is null");
        try {
            return new LocalCloud(ensemble, gateway, S3.open(storage), deployment);
        } catch (IOException | RuntimeException e) {
            gateway.close();
            throw e;
        }
    }

    /** Returns where the cloud listens. */
    public URI endpoint() {
        return gateway.endpoint();
    }

    public LocalEnsemble ensemble() {
        return ensemble;
    }

    public Ec2 ec2() {
        return ec2;
    }

    public Ssm ssm() {
        return ssm;
    }

    public Functions functions() {
        return functions;
    }

    public StepFunctions stepFunctions() {
        return stepFunctions;
    }

    /** Returns the rule that starts a recovery when a restore has failed. */
    public RecoveryRule recoveryRule() {
        return recoveryRule;
    }

    /**
     * Has from now on the functions' calls of AWS judged, and what the state machines do; and the vault keep versions, as the
     * one that is deployed does.
     *
     * @param machines what the machines' roles allow
     */
    public void judge(Authority authority, Permissions machines) {
        s3.tellVersions();
        gateway.judge(authority, PLACE, ec2, s3);
        stepFunctions.permit(machines);
    }

    /** Has the functions' calls of AWS disturbed from now on. */
    public void disturb(Disturbance by) {
        gateway.disturb(by);
    }

    /** Returns what to start a restore with. */
    public String restoreMachineArn() {
        return restoreMachine.arn();
    }

    /** Returns whether the security groups let a client open a connection to a server. */
    public boolean admitsClients(int serverId) {
        LocalHost host = ensemble.host(serverId);
        return ec2.admits(
                instance(serverId),
                Gate.CLIENT,
                Optional.empty(),
                host.server().ports().client());
    }

    /** Returns the id of the instance that a server runs on. */
    public static String instance(int serverId) {
        return String.format("i-%016x", serverId);
    }

    private String stepFunctions(String action, String body) {
        try {
            return stepFunctions.call(action, body);
        } catch (StepFunctionsException e) {
            throw new AwsError(e.code(), e.status(), String.valueOf(e.getMessage()));
        }
    }

    /** Closes the endpoint and ends all executions; the ensemble goes on. */
    @Override
    public void close() {
        recoveryRule.close();
        stepFunctions.close();
        gateway.close();
        ssm.close();
        s3.close();
    }
}
