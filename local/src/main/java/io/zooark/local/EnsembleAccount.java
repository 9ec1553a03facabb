package io.zooark.local;

import static java.util.Objects.requireNonNull;

import io.zooark.handler.Wiring;
import io.zooark.json.Json;
import io.zooark.local.cloud.Ec2;
import io.zooark.local.cloud.Instance;
import io.zooark.local.cloud.NetworkInterface;
import io.zooark.local.cloud.Permission;
import io.zooark.local.cloud.RuleSource;
import io.zooark.local.cloud.SecurityGroup;
import io.zooark.local.cloud.Ssm;
import io.zooark.local.cloud.Traffic;
import io.zooark.local.zookeeper.LocalEnsemble;
import io.zooark.local.zookeeper.LocalHost;
import io.zooark.statemachine.NodeDocument;
import java.net.URI;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What lies in the account around one ensemble: its groups and rules, its instances, the documents for them, its credential;
 * and how its functions are configured.
 */
final class EnsembleAccount {
    private static final String FUNCTIONS_INTERFACE = "eni-00000000000000f1";
    private static final String CREDENTIAL = "/zooark/" + LocalCloud.ENSEMBLE + "/admin";
    private static final String TAG = "zooark:ensemble";
    private static final String VPC = "vpc-0000000000000001";
    private static final String CLIENTS = "10.0.2.0/24";

    private final LocalEnsemble ensemble;
    private final Ec2 ec2;
    private final Ssm ssm;

    EnsembleAccount(LocalEnsemble ensemble, Ec2 ec2, Ssm ssm) {
        this.ensemble = requireNonNull(ensemble, "ensemble is null");
        this.ec2 = requireNonNull(ec2, "ec2 is null");
        this.ssm = requireNonNull(ssm, "ssm is null");
    }

    /** Makes all of it, and has each host guarded by its group. */
    void layOut() {
        network();
        hosts();
    }

    private void network() {
        ec2.add(new SecurityGroup(
                LocalCloud.SERVERS_GROUP, LocalCloud.ENSEMBLE + "-servers", VPC, LocalCloud.ACCOUNT, Map.of()));
        ec2.add(new SecurityGroup(
                LocalCloud.FUNCTIONS_GROUP, LocalCloud.ENSEMBLE + "-functions", VPC, LocalCloud.ACCOUNT, Map.of()));
        List<Integer> clientPorts = ports(host -> host.server().ports().client());
        List<Integer> adminPorts = ports(host -> host.server().ports().admin());
        RuleSource functionsGroup = new RuleSource.Group(LocalCloud.FUNCTIONS_GROUP);
        List<Permission> rules = new ArrayList<>(List.of(
                // the servers' client ports are consecutive, so that one rule covers them as it would in AWS
                rule(
                        clientPorts.get(0),
                        clientPorts.get(clientPorts.size() - 1),
                        RuleSource.cidr(CLIENTS),
                        "the shops"),
                rule(clientPorts.get(0), clientPorts.get(clientPorts.size() - 1), functionsGroup, "zooark's probe"),
                rule(22, 22, RuleSource.cidr("10.0.0.0/8"), "operators"),
                new Permission(
                        Traffic.all(),
                        new RuleSource.Group(LocalCloud.SERVERS_GROUP),
                        "the servers among themselves")));
        adminPorts.forEach(port -> rules.add(rule(port, port, functionsGroup, "zooark to the AdminServer")));
        ec2.authorize(LocalCloud.SERVERS_GROUP, rules.toArray(Permission[]::new));
    }

    private static Permission rule(int from, int to, RuleSource source, String description) {
        return new Permission(Traffic.tcp(from, to), source, description);
    }

    private void hosts() {
        ec2.put(new NetworkInterface(
                FUNCTIONS_INTERFACE,
                null,
                List.of(ensemble.network().functions()),
                List.of(LocalCloud.FUNCTIONS_GROUP)));
        for (LocalHost host : ensemble.hosts()) {
            String instance = LocalCloud.instance(host.server().id());
            ec2.put(Instance.running(
                    instance, Map.of("Name", "zk" + host.server().id(), TAG, LocalCloud.ENSEMBLE)));
            ec2.put(new NetworkInterface(
                    instance.replace("i-", "eni-"),
                    instance,
                    List.of(host.server().address()),
                    List.of(LocalCloud.SERVERS_GROUP)));
            ssm.instance(instance, host);
            host.guard(ec2, instance);
        }
        NodeDocument.all()
                .forEach(document -> ssm.document(
                        documentName(document.action()), document.json().toString()));
    }

    /** Keeps the password of the user {@code super} where the functions look for it. */
    void credential(String superPassword) {
        ssm.secret(CREDENTIAL, "super:" + superPassword);
    }

    private static String documentName(String action) {
        return "zooark-" + LocalCloud.ENSEMBLE + "-" + action;
    }

    /**
     * Returns the environment variables of the functions.
     *
     * @param endpoint of all of AWS
     */
    Map<String, String> environment(URI endpoint) {
        Map<String, String> documents = new LinkedHashMap<>();
        NodeDocument.all().stream()
                .filter(NodeDocument::isForRestores)
                .forEach(document -> documents.put(document.action(), documentName(document.action())));
        Map<String, Object> configuration = Map.of(
                "name",
                LocalCloud.ENSEMBLE,
                "seedHosts",
                ensemble.hosts().stream()
                        .map(host -> host.server().address() + ":"
                                + host.server().ports().admin())
                        .toList(),
                "admin",
                Map.of("scheme", "http", "credentialParameter", CREDENTIAL),
                "clientPorts",
                ports(host -> host.server().ports().client()),
                "instances",
                Map.of("key", TAG, "value", LocalCloud.ENSEMBLE),
                "host",
                Map.of("zooCfg", ensemble.hosts().get(0).zooCfg(), "unit", LocalHost.UNIT),
                "functions",
                Map.of(
                        "securityGroup",
                        LocalCloud.FUNCTIONS_GROUP,
                        "networks",
                        List.of(ensemble.network().functions() + "/32")));
        return Map.of(
                Wiring.ENSEMBLE,
                Json.write(configuration),
                Wiring.VAULT,
                LocalCloud.BUCKET,
                Wiring.DOCUMENTS,
                Json.write(documents),
                "AWS_ENDPOINT_URL",
                endpoint.toString(),
                "AWS_REGION",
                "us-east-1",
                "AWS_ACCESS_KEY_ID",
                "local",
                "AWS_SECRET_ACCESS_KEY",
                "local");
    }

    private List<Integer> ports(java.util.function.ToIntFunction<LocalHost> port) {
        return ensemble.hosts().stream()
                .map(port::applyAsInt)
                .distinct()
                .sorted(Comparator.naturalOrder())
                .toList();
    }
}
