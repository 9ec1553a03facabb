package io.zooark.local.artefact;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.zooark.aws.AwsClients;
import io.zooark.aws.Ec2Network;
import io.zooark.aws.S3Placements;
import io.zooark.aws.SsmCredential;
import io.zooark.aws.SsmHosts;
import io.zooark.ensemble.Ensemble;
import io.zooark.error.ClientAccessException;
import io.zooark.error.NodeCommandFailedException;
import io.zooark.error.RestoreException;
import io.zooark.error.ServerRefusedException;
import io.zooark.json.Json;
import io.zooark.restore.AccessRule;
import io.zooark.restore.NodeAction;
import io.zooark.restore.SystemPause;
import io.zooark.restore.Traffic;
import io.zooark.snapshot.Manifest.StoredObject;
import java.net.URI;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.interceptor.SdkExecutionAttribute;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ssm.SsmClient;

/**
 * Makes every call to EC2 and Systems Manager that the product makes, through the product's own classes, with good ends and
 * bad ones; prints the operations. {@link SlimJarTest} starts it in a JVM that has the SDK from the packaged jar alone.
 */
final class EveryAwsCall {
    static final String TAG = "zooark:ensemble";
    static final String GROUP = "sg-0000000000000001";
    static final String OTHER_GROUP = "sg-0000000000000002";
    static final String PREFIX_LIST = "pl-0000000000000001";
    static final String INSTANCE = "i-0000000000000001";
    static final String PARAMETER = "/zooark/orders/admin";
    static final String DOCUMENT = "zooark-orders-inspect";
    static final String FAILING_DOCUMENT = "zooark-orders-stop";

    private final Set<String> operations = Collections.synchronizedSet(new TreeSet<>());
    private final Ec2Network network;
    private final SsmClient ssm;
    private final SsmHosts hosts;

    private EveryAwsCall(URI endpoint) throws JsonProcessingException {
        network = new Ec2Network(at(endpoint, Ec2Client.builder()));
        ssm = at(endpoint, SsmClient.builder());
        Ensemble ensemble = Json.mapper().readValue("""
                {"name": "orders", "seedHosts": ["10.0.1.1"], "clientPorts": [2181],
                 "admin": {"scheme": "http", "credentialParameter": "%s"},
                 "instances": {"key": "%s", "value": "orders"},
                 "host": {"zooCfg": "/etc/zookeeper/zoo.cfg", "unit": "zookeeper.service"},
                 "functions": {"securityGroup": "%s", "networks": ["10.0.9.0/28"]}}
                """.formatted(PARAMETER, TAG, OTHER_GROUP), Ensemble.class);
        hosts = new SsmHosts(ssm, ensemble, Map.of("inspect", DOCUMENT, "stop", FAILING_DOCUMENT), new SystemPause());
    }

    /**
     * Makes the calls.
     *
     * @param arguments the endpoint of the cloud
     */
    public static void main(String[] arguments) throws JsonProcessingException {
        EveryAwsCall every = new EveryAwsCall(URI.create(arguments[0]));
        every.ec2();
        every.systemsManager();
        signedAddress(arguments[0]);
        every.operations.forEach(System.out::println);
    }

    private void ec2() {
        require(
                network.instances(new Ensemble.Tag(TAG, "orders"))
                        .get(0)
                        .groups()
                        .equals(Set.of(GROUP)),
                "instances");
        require(network.interfacesOf(GROUP).size() == 1, "interfaces");
        List<AccessRule> rules = network.ingressRules(GROUP);
        require(rules.size() == AccessRule.Kind.values().length, "a rule of each kind of source: " + rules);
        network.modify(GROUP, all(rules, rule -> rule.letting(Traffic.tcp(65_000, 65_000))));
        require(
                network.ingressRules(GROUP).stream()
                        .allMatch(rule -> rule.traffic().equals(Traffic.tcp(65_000, 65_000))),
                "modified");
        List<AccessRule> more = all(rules, rule -> tagged(rule.letting(Traffic.tcp(2281, 2281))));
        require(network.authorize(GROUP, more), "authorized again: " + more);
        require(!network.authorize(GROUP, more), "there already");
        List<String> ids = network.ingressRules(GROUP).stream()
                .filter(rule -> rule.tags().equals(Map.of("owner", "shops")))
                .map(AccessRule::id)
                .toList();
        require(ids.size() == more.size(), "found by their tag: " + ids);
        require(network.revoke(GROUP, ids), "revoked");
        require(!network.revoke(GROUP, ids), "gone already");
        refused(
                ClientAccessException.class,
                "The security group 'sg-0000000000000009' does not exist",
                () -> network.authorize("sg-0000000000000009", rules));
        refused(
                ClientAccessException.class,
                "does not exist",
                () -> network.modify(GROUP, List.of(unknown(rules.get(0)))));
    }

    private static List<AccessRule> all(List<AccessRule> rules, UnaryOperator<AccessRule> changed) {
        return rules.stream().map(changed).toList();
    }

    private static AccessRule tagged(AccessRule rule) {
        return new AccessRule(
                "", rule.group(), rule.traffic(), rule.source(), rule.description(), Map.of("owner", "shops"));
    }

    private static AccessRule unknown(AccessRule rule) {
        return new AccessRule(
                "sgr-00000000000000009", rule.group(), rule.traffic(), rule.source(), rule.description(), Map.of());
    }

    private void systemsManager() {
        Duration limit = Duration.ofSeconds(30);
        Map<String, String> parameters = Map.of("RestoreId", "restore-1");
        Map<String, String> ordered = Map.of("RestoreId", "restore-1", "Order", "1.10");
        // right after sending there is no invocation: that answer is one of the SDK's modelled exceptions
        require(
                hosts.run(INSTANCE, NodeAction.INSPECT, parameters, limit).containsKey("zooCfg"),
                "the last line of the document's output");
        refused(
                NodeCommandFailedException.class,
                "no such unit",
                () -> hosts.run(INSTANCE, NodeAction.STOP, ordered, limit));
        refused(
                NodeCommandFailedException.class,
                "Systems Manager refused",
                () -> hosts.run("i-0000000000000009", NodeAction.INSPECT, parameters, limit));
        require(new SsmCredential(ssm, PARAMETER).digest().equals("super:secret"), "the credential");
        refused(
                ServerRefusedException.class,
                "/zooark/nothing",
                () -> new SsmCredential(ssm, "/zooark/nothing").digest());
    }

    /** Signing is no call, but takes as much of the SDK. */
    private static void signedAddress(String endpoint) {
        AwsClients clients = new AwsClients(
                Map.of("AWS_ENDPOINT_URL", endpoint, "AWS_ACCESS_KEY_ID", "local", "AWS_SECRET_ACCESS_KEY", "local"));
        String address = new S3Placements(clients.s3(), clients::s3Presigner, "vault")
                .address(
                        "orders",
                        "restore-1",
                        new StoredObject("key", Optional.empty(), "etag", 1, "00000000"),
                        Duration.ofMinutes(1));
        require(
                address.startsWith(endpoint + "/vault/placements/orders/restore-1/snapshot?"),
                "an address: " + address);
        require(address.contains("X-Amz-Signature="), "signed: " + address);
    }

    private static void require(boolean holds, String what) {
        if (!holds) {
            throw new AssertionError("not as expected: " + what);
        }
    }

    private static void refused(Class<? extends RestoreException> type, String message, Runnable call) {
        try {
            call.run();
        } catch (RestoreException e) {
            require(type.isInstance(e) && String.valueOf(e.getMessage()).contains(message), "refusal " + e);
            return;
        }
        throw new AssertionError("not refused: " + message);
    }

    private <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C> C at(URI endpoint, B builder) {
        return builder.endpointOverride(endpoint)
                .region(Region.US_EAST_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("local", "local")))
                .httpClient(UrlConnectionHttpClient.create())
                .overrideConfiguration(override -> override.addExecutionInterceptor(new Recorder()))
                .build();
    }

    private final class Recorder implements ExecutionInterceptor {
        @Override
        public void afterExecution(Context.AfterExecution context, ExecutionAttributes attributes) {
            operations.add(attributes.getAttribute(SdkExecutionAttribute.OPERATION_NAME));
        }
    }
}
