package io.zooark.infra;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import software.amazon.awscdk.App;
import software.amazon.awscdk.Environment;
import software.amazon.awscdk.StackProps;
import software.amazon.awscdk.services.lambda.Code;

/**
 * What is deployed: one vault, and a stack for each ensemble.
 *
 * @param environment account and region
 * @param jar the functions
 * @param vaultKey ARN of the KMS key of the vault; empty for a key of S3's own
 * @param ensembles the ensembles, at least one
 */
record Deployment(Environment environment, Path jar, Optional<String> vaultKey, List<EnsembleConfig> ensembles) {
    Deployment {
        requireNonNull(environment, "environment is null");
        requireNonNull(jar, "jar is null");
        vaultKey.ifPresent(Deployment::requireKey);
        ensembles = List.copyOf(ensembles);
        if (ensembles.isEmpty()) {
            throw new IllegalArgumentException("ensembles is empty");
        }
    }

    private static void requireKey(String arn) {
        if (!Fields.KEY_ARN.matcher(arn).matches()) {
            throw new ConfigurationException(
                    "zooark:vaultKey must be the ARN of a KMS key, got '" + arn + "'",
                    "correct -c zooark:vaultKey=..., or leave it out for encryption with a key of S3's own",
                    null);
        }
    }

    /** Defines the stacks; their ids are their names, and so cannot be changed later. */
    void define(App app) {
        VaultStack vault = new VaultStack(
                app,
                "ZooarkVault",
                StackProps.builder()
                        .env(environment)
                        .description("Zooark: the backups of ZooKeeper ensembles")
                        .build(),
                new Vault.Props(vaultKey));
        for (EnsembleConfig ensemble : ensembles) {
            new EnsembleStack(
                    app,
                    "Zooark-" + ensemble.name(),
                    StackProps.builder()
                            .env(environment)
                            .description("Zooark: backup and restore of ensemble " + ensemble.name())
                            // CloudFormation takes 1 MB, and blanks were a fifth of it
                            .suppressTemplateIndentation(true)
                            .build(),
                    new EnsembleStack.Props(ensemble, Code.fromAsset(jar.toString()), vault.vault()));
        }
    }
}
