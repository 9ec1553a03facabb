package io.zooark.infra;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import software.amazon.awscdk.App;
import software.amazon.awscdk.Environment;

/** The CDK application; {@code cdk} runs it in {@code infra/}, as {@code cdk.json} says. */
public final class ZooarkApp {
    /** Context: the file that describes the ensemble. */
    private static final String ENSEMBLE = "zooark:ensemble";

    /** Context: ARN of the KMS key of the vault. */
    private static final String VAULT_KEY = "zooark:vaultKey";

    private ZooarkApp() {}

    /** Defines the stacks and synthesises them; what is wrong with the configuration is said without a stack trace. */
    public static void main(String[] arguments) {
        try {
            Path jar = FunctionsJar.existing(FunctionsJar.BUILT);
            App app = new App();
            EnsembleConfig ensemble =
                    EnsembleFile.read(Path.of(context(app, ENSEMBLE).orElse("ensemble.json")));
            new Deployment(environment(), jar, context(app, VAULT_KEY), List.of(ensemble)).define(app);
            app.synth();
        } catch (ConfigurationException e) {
            System.err.println("zooark: " + e.getMessage());
            System.exit(1);
        }
    }

    private static Optional<String> context(App app, String key) {
        return Optional.ofNullable(app.getNode().tryGetContext(key)).map(String::valueOf);
    }

    /** The CDK command sets both from the credentials in use; without them the stacks fit any account and region. */
    private static Environment environment() {
        return Environment.builder()
                .account(System.getenv("CDK_DEFAULT_ACCOUNT"))
                .region(System.getenv("CDK_DEFAULT_REGION"))
                .build();
    }
}
