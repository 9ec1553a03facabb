package io.zooark.infra.leave;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.zooark.handler.FunctionLog;
import io.zooark.infra.Synthesised;
import io.zooark.local.LocalCloud;
import io.zooark.local.cloud.Functions;
import io.zooark.local.cloud.LogFile;
import io.zooark.local.cloud.Permission;
import io.zooark.local.cloud.RuleSource;
import io.zooark.local.cloud.SecurityGroupRule;
import io.zooark.local.cloud.Traffic;
import io.zooark.local.cloudformation.Resource;
import io.zooark.local.stepfunctions.Execution;
import io.zooark.local.stepfunctions.Listener;
import io.zooark.local.stepfunctions.StateMachine;
import io.zooark.local.zookeeper.Client;
import io.zooark.local.zookeeper.EnsembleOptions;
import io.zooark.local.zookeeper.LocalEnsemble;
import io.zooark.local.zookeeper.LocalHost;
import io.zooark.local.zookeeper.Trees;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.ZooDefs.Ids;

/** Three real servers, and what is synthesised for them in the local cloud, where every call takes the leave it takes in AWS. */
final class Scene implements Closeable {
    static final String KEY_OF_VAULT = "arn:aws:kms:eu-central-1:123456789012:key/0a1b2c3d-0000-4000-8000-0a1b2c3d4e5f";
    private static final String KEY_OF_CREDENTIAL =
            "arn:aws:kms:eu-central-1:123456789012:key/0a1b2c3d-0000-4000-8000-0a1b2c3d4e60";
    /** A secret of Secrets Manager, for which Systems Manager asks: more leave than a parameter takes. */
    private static final String CREDENTIAL = "/aws/reference/secretsmanager/orders-admin";

    private static final String SUPER_PASSWORD = "secret";
    private static final Duration LIMIT = Duration.ofMinutes(5);
    private static final Duration SESSION = Duration.ofSeconds(10);

    private final LocalEnsemble ensemble;
    private final LocalCloud cloud;
    private final Installation deployed;
    private final AtomicReference<Installation> installation;
    private final Triggers triggers;
    private final AtomicReference<String> stopBefore = new AtomicReference<>("");

    private Scene(LocalEnsemble ensemble, Path folder, Installation deployed) throws IOException {
        this.ensemble = ensemble;
        this.deployed = deployed;
        this.installation = new AtomicReference<>(deployed);
        FunctionLog log = new FunctionLog(LocalCloud.ENSEMBLE, new LogFile(folder.resolve("functions.log")));
        this.cloud = LocalCloud.around(
                ensemble,
                folder.resolve("s3"),
                SUPER_PASSWORD,
                usual -> new LocalLambda(installation::get, URI.create(endpointIn(usual)), log));
        cloud.ssm().secret(CREDENTIAL, "super:" + SUPER_PASSWORD);
        this.triggers = new Triggers(installation::get, cloud);
        // the synthesised rule takes its place
        cloud.recoveryRule().eventsArrive(false);
        // it lets in more than clients, which a restore goes on to let in
        cloud.ec2()
                .authorize(
                        LocalCloud.SERVERS_GROUP,
                        new Permission(Traffic.tcp(1024, 65535), RuleSource.cidr("10.3.0.0/16"), "the office"));
        deployDocuments();
        deployMachines();
        cloud.judge(
                (key, call) -> installed().iam().refusal(key, call),
                (machine, action, resource) -> installed().machineRefusal(machine, action, resource));
        cloud.stepFunctions().listen(new Stopper());
    }

    private Installation installed() {
        return requireNonNull(installation.get(), "nothing is installed");
    }

    /** Begins with an ensemble that holds one znode; what it leaves behind lies in {@code target/leave}. */
    static Scene begin() throws IOException {
        Path folder = emptied(Path.of("target", "leave"));
        LocalEnsemble ensemble = LocalEnsemble.started(
                folder,
                EnsembleOptions.voters(3)
                        .withHeap(128)
                        .withProperty("preAllocSize", "256")
                        .withSuperPassword(SUPER_PASSWORD));
        try {
            for (LocalHost host : ensemble.hosts()) {
                host.pauseBetweenLooks(Duration.ofMillis(200));
            }
            Path file = Files.writeString(folder.resolve("ensembles.yaml"), configuration(ensemble));
            Map<String, String> keys = Map.of(CREDENTIAL, KEY_OF_CREDENTIAL);
            return new Scene(ensemble, folder, new Installation(Synthesised.templates(file), keys));
        } catch (IOException | RuntimeException | Error e) {
            ensemble.close();
            throw e;
        }
    }

    /**
     * As ensembles.example.yaml, but for addresses, ports and paths of this machine, a secret for the credential, and keys for
     * all that can have one.
     */
    private static String configuration(LocalEnsemble ensemble) {
        List<String> seeds = ensemble.hosts().stream()
                .map(host -> "\"127.0.0.1:" + host.server().ports().admin() + "\"")
                .toList();
        List<Integer> clients = ensemble.hosts().stream()
                .map(host -> host.server().ports().client())
                .toList();
        return """
                vault:
                  key: %s
                ensembles:
                  - name: orders
                    seedHosts: %s
                    network:
                      vpc: vpc-0a1b2c3d4e5f60718
                      subnets: [subnet-0a1b2c3d4e5f60719]
                      cidrs: [192.0.2.0/28]
                      serverGroups: [%s]
                    admin: { scheme: http, credentialParameter: %s, credentialKey: "%s" }
                    clientPorts: %s
                    host: { zooCfg: %s, unit: %s }
                    alarms: { email: on-call@example.com }
                """.formatted(
                        KEY_OF_VAULT,
                        seeds,
                        LocalCloud.SERVERS_GROUP,
                        CREDENTIAL,
                        KEY_OF_CREDENTIAL,
                        clients,
                        ensemble.host(1).zooCfg(),
                        LocalHost.UNIT);
    }

    private static String endpointIn(Map<String, String> environment) {
        return String.valueOf(environment.get("AWS_ENDPOINT_URL"));
    }

    private void deployDocuments() {
        for (Resource document : deployed.stacks().all("AWS::SSM::Document")) {
            cloud.ssm()
                    .document(
                            document.name(),
                            deployed.stacks().resolved(document, "/Content").toString());
        }
    }

    private void deployMachines() {
        for (Resource machine : deployed.stacks().all(Installation.MACHINE)) {
            Map<String, String> substitutions = new TreeMap<>();
            deployed.stacks()
                    .resolved(machine, "/DefinitionSubstitutions")
                    .properties()
                    .forEach(one ->
                            substitutions.put(one.getKey(), one.getValue().asText()));
            cloud.stepFunctions()
                    .register(StateMachine.define(
                            machine.name(), deployed.stacks().text(machine, "/DefinitionString"), substitutions));
        }
    }

    /** Returns what is deployed, with all its leave. */
    Installation deployed() {
        return deployed;
    }

    Triggers triggers() {
        return triggers;
    }

    /** Has only the leave of this count from now on. */
    void permit(Installation only) {
        installation.set(only);
    }

    /** Runs the restore machine as a person does, and waits for its end, whatever it is. */
    Execution restore(Map<String, ?> input) throws Exception {
        return ended(cloud.stepFunctions().start(LocalCloud.RESTORE_MACHINE, json(input)));
    }

    /** Runs the recover machine as a person does. */
    Execution recover(Map<String, ?> input) throws Exception {
        return ended(cloud.stepFunctions().start(LocalCloud.RECOVER_MACHINE, json(input)));
    }

    /** Has the next execution stopped that is about to enter a state. */
    void stopBefore(String state) {
        stopBefore.set(state);
    }

    static Execution ended(Execution execution) throws InterruptedException {
        return execution.await(LIMIT);
    }

    private static String json(Map<String, ?> input) throws IOException {
        return new ObjectMapper().writeValueAsString(input);
    }

    /** Reads what a function answered, which must not have failed. */
    static JsonNode read(Functions.Answer answer) throws IOException {
        if (answer.failed()) {
            throw new AssertionError(answer.payload());
        }
        return new ObjectMapper().readTree(answer.payload());
    }

    /** Writes a znode as a client, through the gates. */
    void write(String path) throws IOException, InterruptedException, KeeperException {
        try (Client client = Client.connect(ensemble.connectString(), SESSION)) {
            client.zooKeeper().create(path, path.getBytes(UTF_8), Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
        }
    }

    /** Returns whether every server holds a znode, or none does. */
    boolean holds(String path) throws IOException {
        List<Boolean> held = ensemble.hosts().stream()
                .map(host -> {
                    try {
                        return Trees.read("127.0.0.1:" + host.server().ports().client(), SUPER_PASSWORD)
                                .nodes()
                                .containsKey(path);
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                })
                .distinct()
                .toList();
        if (held.size() != 1) {
            throw new AssertionError("the servers differ in " + path);
        }
        return held.get(0);
    }

    /** Returns what the servers' group lets in, without the ids, which change. */
    List<Permission> rules() {
        return cloud.ec2().ingress(LocalCloud.SERVERS_GROUP).stream()
                .map(SecurityGroupRule::permission)
                .toList();
    }

    private static Path emptied(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> old = Files.walk(folder)) {
                for (Path path : old.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
        return Files.createDirectories(folder).toRealPath();
    }

    @Override
    public void close() throws IOException {
        cloud.close();
        ensemble.close();
    }

    private final class Stopper implements Listener {
        @Override
        public void entering(String executionArn, String state) {
            if (stopBefore.compareAndSet(state, "")) {
                Optional<Execution> execution = cloud.stepFunctions().execution(executionArn);
                execution.orElseThrow().stop("Operator.Stopped", "a person pressed Stop");
            }
        }
    }
}
