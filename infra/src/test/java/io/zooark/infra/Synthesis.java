package io.zooark.infra;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.cdklabs.cdknag.AwsSolutionsChecks;
import io.github.cdklabs.cdknag.NagPackProps;
import io.github.cdklabs.cdknag.NagReportFormat;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awscdk.App;
import software.amazon.awscdk.AppProps;
import software.amazon.awscdk.Aspects;
import software.amazon.awscdk.Environment;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.StackProps;
import software.amazon.awscdk.assertions.Template;

/** The templates of a deployment of two ensembles, synthesised once for all tests: it takes half a minute. */
final class Synthesis {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    /** Of a vault that the account's own key encrypts. */
    static final String KEY = "arn:aws:kms:eu-central-1:111122223333:key/0a1b2c3d-0000-4000-8000-0a1b2c3d4e5f";

    private static final Synthesis ONCE = new Synthesis();

    private final Stack vault;
    private final Deployed vaultTemplate;
    private final Deployed orders;
    private final Deployed audit;
    private final Deployed endpoints;

    private Synthesis() {
        App app = app("cdk.out");
        deployment(new Ensembles(
                        VaultConfig.usual(), List.of(example(), different().ensemble("audit"))))
                .define(app);
        endpoints = new Deployed(Template.fromStack(stack(app, "ZooarkEndpoints-vpc-0b1b2c3d4e5f60718")));
        vault = stack(app, "ZooarkVault");
        vaultTemplate = new Deployed(Template.fromStack(vault));
        orders = new Deployed(Template.fromStack(stack(app, "Zooark-orders")));
        audit = new Deployed(Template.fromStack(stack(app, "Zooark-audit")));
    }

    /** Returns the ensemble of the documented example. */
    static EnsembleConfig example() {
        return EnsemblesFile.read(Path.of("ensembles.example.yaml")).ensemble("orders");
    }

    /** Returns an ensemble, in a vault, that differ in every option. */
    static Ensembles different() {
        return EnsemblesFile.read(Path.of("src/test/resources/audit.yaml"));
    }

    static Stack vaultStack() {
        return ONCE.vault;
    }

    static Deployed vault() {
        return ONCE.vaultTemplate;
    }

    /** Returns the stack of the documented example. */
    static Deployed orders() {
        return ONCE.orders;
    }

    /** Returns the stack of an ensemble that differs in every option. */
    static Deployed audit() {
        return ONCE.audit;
    }

    /** Returns the stack of the endpoints in the VPC of that ensemble. */
    static Deployed endpoints() {
        return ONCE.endpoints;
    }

    /** Returns a vault that differs in every option but its key. */
    static Deployed differentVault() {
        return vault(different().vault());
    }

    /** Returns a vault like this one, alone. */
    static Deployed vault(VaultConfig config) {
        App app = app("cdk-vault.out");
        return new Deployed(Template.fromStack(
                new VaultStack(app, "ZooarkVault", StackProps.builder().build(), config)));
    }

    /** Returns the stack of the documented example in a vault with a KMS key of the account's. */
    static Deployed ordersWithKey(String key, String... formerKeys) {
        App app = app("cdk-key.out");
        VaultConfig vault = new VaultConfig(key, List.of(formerKeys), VaultConfig.Retention.usual(), null, null);
        deployment(new Ensembles(vault, List.of(example()))).define(app);
        return new Deployed(Template.fromStack(stack(app, "Zooark-orders")));
    }

    /**
     * Returns the folder with the templates of a deployment and of one more vault, and with what cdk-nag says of them; made once,
     * at the first call.
     */
    static Path reviewed() {
        return Reviewed.FOLDER;
    }

    /** Made when it is first asked for. */
    private static final class Reviewed {
        static final Path FOLDER = review();
    }

    private static Path review() {
        String folder = "cdk-review.out";
        App app = app(folder);
        VaultConfig vault = new VaultConfig(KEY, List.of(), VaultConfig.Retention.usual(), null, null);
        deployment(new Ensembles(vault, List.of(example(), different().ensemble("audit"))))
                .define(app);
        new VaultStack(
                app,
                "ZooarkVaultDifferent",
                StackProps.builder().build(),
                different().vault());
        Aspects.of(app)
                .add(new AwsSolutionsChecks(NagPackProps.builder()
                        .reportFormats(List.of(NagReportFormat.JSON))
                        .build()));
        app.synth();
        return Path.of("target", folder);
    }

    /** Returns the template of every stack that a file asks for, by the stack's name. */
    static Map<String, JsonNode> templates(Path file) {
        App app = app("cdk-leave.out");
        deployment(EnsemblesFile.read(file)).define(app);
        Map<String, JsonNode> templates = new TreeMap<>();
        app.getNode().getChildren().stream()
                .filter(Stack.class::isInstance)
                .map(Stack.class::cast)
                .forEach(stack -> templates.put(
                        stack.getStackName(),
                        MAPPER.valueToTree(Template.fromStack(stack).toJSON())));
        return templates;
    }

    private static Deployment deployment(Ensembles ensembles) {
        return Deployment.byCdk(ensembles, Environment.builder().build(), standIn());
    }

    private static Stack stack(App app, String id) {
        return (Stack) app.getNode().findChild(id);
    }

    /** An application with the context that is deployed. */
    private static App app(String folder) {
        try {
            Map<String, Object> context = MAPPER.convertValue(
                    MAPPER.readTree(Path.of("cdk.json").toFile()).path("context"),
                    new TypeReference<Map<String, Object>>() {});
            return new App(AppProps.builder()
                    .outdir(Path.of("target", folder).toString())
                    .context(context)
                    .build());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read cdk.json", e);
        }
    }

    /** The functions' jar is 50 MB, and not built when only tests run: its content is nothing to these tests. */
    private static Path standIn() {
        try {
            Path jar = Path.of("target", "stand-in.jar");
            Files.createDirectories(jar.getParent());
            return Files.writeString(jar, "stands in for zooark.jar");
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write a stand-in for zooark.jar", e);
        }
    }
}
