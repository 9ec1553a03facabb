package io.zooark.infra;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;
import software.amazon.awscdk.App;
import software.amazon.awscdk.CfnParameter;
import software.amazon.awscdk.Environment;
import software.amazon.awscdk.LegacyStackSynthesizer;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.StackProps;
import software.amazon.awscdk.services.lambda.CfnParametersCode;
import software.amazon.awscdk.services.lambda.Code;

/** What is deployed: one vault, the endpoints that are asked for, and a stack for each ensemble. */
final class Deployment {
    static final String VAULT = "ZooarkVault";
    static final String ENSEMBLE = "Zooark-";
    static final String CODE_BUCKET = "CodeBucket";
    static final String CODE_KEY = "CodeKey";

    private final Ensembles ensembles;
    private final Environment environment;
    private final Function<Stack, Code> code;
    private final boolean plain;

    private Deployment(Ensembles ensembles, Environment environment, Function<Stack, Code> code, boolean plain) {
        this.ensembles = requireNonNull(ensembles, "ensembles is null");
        this.environment = requireNonNull(environment, "environment is null");
        this.code = requireNonNull(code, "code is null");
        this.plain = plain;
    }

    /** Returns one that the CDK deploys: it uploads this jar. */
    static Deployment byCdk(Ensembles ensembles, Environment environment, Path jar) {
        return new Deployment(ensembles, environment, stack -> Code.fromAsset(jar.toString()), false);
    }

    /** Returns one whose templates CloudFormation takes as they are, in any account: where the jar is are parameters. */
    static Deployment byTemplates(Ensembles ensembles) {
        return new Deployment(ensembles, Environment.builder().build(), Deployment::fromParameters, true);
    }

    /** Defines the stacks; their ids are their names, and so cannot be changed later. */
    void define(App app) {
        VaultStack vault = new VaultStack(app, VAULT, props("the backups of ZooKeeper ensembles"), ensembles.vault());
        Map<String, FunctionEndpoints> endpoints = new HashMap<>();
        for (String vpc : vpcsOfEndpoints()) {
            endpoints.put(vpc, endpoints(app, vpc));
        }
        for (EnsembleConfig ensemble : ensembles.ensembles()) {
            new EnsembleStack(
                    app,
                    ENSEMBLE + ensemble.name(),
                    props("backup and restore of ensemble " + ensemble.name()),
                    stack -> backup(stack, ensemble, vault, endpoints));
        }
    }

    private ZooKeeperBackup.Props backup(
            Stack stack, EnsembleConfig ensemble, VaultStack vault, Map<String, FunctionEndpoints> endpoints) {
        ZooKeeperBackup.Builder props = ZooKeeperBackup.Props.builder()
                .ensemble(ensemble)
                .vault(vault.vault().bucket())
                .formerKeys(ensembles.vault().formerKeys())
                .code(code.apply(stack));
        FunctionEndpoints own = endpoints.get(ensemble.network().vpc());
        if (ensemble.network().endpoints() && own != null) {
            props.endpoints(own);
        }
        return props.build();
    }

    private Iterable<String> vpcsOfEndpoints() {
        TreeSet<String> vpcs = new TreeSet<>();
        ensembles.ensembles().stream()
                .map(EnsembleConfig::network)
                .filter(NetworkConfig::endpoints)
                .forEach(network -> vpcs.add(network.vpc()));
        return vpcs;
    }

    private FunctionEndpoints endpoints(App app, String vpc) {
        List<EnsembleConfig> users = ensembles.ensembles().stream()
                .filter(ensemble -> ensemble.network().endpoints()
                        && ensemble.network().vpc().equals(vpc))
                .toList();
        Stack stack = new Stack(app, "ZooarkEndpoints-" + vpc, props("the functions' way to AWS in " + vpc));
        return new FunctionEndpoints(stack, "Endpoints", new FunctionEndpoints.Props(users));
    }

    private StackProps props(String description) {
        StackProps.Builder props = StackProps.builder()
                .env(environment)
                .description("Zooark: " + description)
                // CloudFormation takes 1 MB, and blanks were a fifth of it
                .suppressTemplateIndentation(true);
        if (plain) {
            // asks for no bootstrapped account, and makes no asset of the template itself
            props.synthesizer(new LegacyStackSynthesizer());
        }
        return props.build();
    }

    private static Code fromParameters(Stack stack) {
        return CfnParametersCode.Builder.create()
                .bucketNameParam(CfnParameter.Builder.create(stack, CODE_BUCKET)
                        .type("String")
                        .description("Bucket, in this region, with the functions' jar")
                        .build())
                .objectKeyParam(CfnParameter.Builder.create(stack, CODE_KEY)
                        .type("String")
                        .description("Its key there; another one for another jar, or the functions keep the old one")
                        .build())
                .build();
    }
}
