package io.zooark.infra;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import software.amazon.awscdk.App;
import software.amazon.awscdk.Environment;

/** The CDK application; {@code cdk} runs it in {@code infra/}, as {@code cdk.json} says. */
public final class ZooarkApp {
    /** Context: the file that describes the ensembles. */
    private static final String FILE = "zooark:ensembles";

    /** Contexts that said what the file says now; one that was passed over would take the vault's key away. */
    private static final List<String> MOVED = List.of("zooark:vaultKey", "zooark:ensemble");

    private ZooarkApp() {}

    /** Defines the stacks and synthesises them; what is wrong with the configuration is said without a stack trace. */
    public static void main(String[] arguments) {
        try {
            Path jar = FunctionsJar.existing(FunctionsJar.BUILT);
            App app = new App();
            refuseMoved(app);
            String file = Optional.ofNullable(app.getNode().tryGetContext(FILE))
                    .map(String::valueOf)
                    .orElse("ensembles.yaml");
            Deployment.byCdk(EnsemblesFile.read(Path.of(file)), environment(), jar)
                    .define(app);
            app.synth();
        } catch (ConfigurationException e) {
            System.err.println("zooark: " + e.getMessage());
            System.exit(1);
        }
    }

    /**
     * Refuses contexts that are no longer read.
     *
     * @throws ConfigurationException if one is set
     */
    static void refuseMoved(App app) {
        for (String context : MOVED) {
            Object value = app.getNode().tryGetContext(context);
            if (value != null) {
                throw new ConfigurationException(
                        "the context " + context + " is no longer read, got '" + value + "'",
                        "say it in ensembles.yaml (the vault's key as vault.key, an ensemble under ensembles), and take it"
                                + " out of cdk.json and the command line: a vault that is deployed without its key locks the"
                                + " functions out of older backups",
                        null);
            }
        }
    }

    /** The CDK command sets both from the credentials in use; without them the stacks fit any account and region. */
    private static Environment environment() {
        return Environment.builder()
                .account(System.getenv("CDK_DEFAULT_ACCOUNT"))
                .region(System.getenv("CDK_DEFAULT_REGION"))
                .build();
    }
}
