package io.zooark.infra;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awscdk.App;
import software.amazon.awscdk.AppProps;
import software.amazon.awscdk.Environment;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.assertions.Template;

/** The templates of a deployment of two ensembles, synthesised once for all tests: it takes half a minute. */
final class Synthesis {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final Synthesis ONCE = new Synthesis();

    private final Stack vault;
    private final Deployed vaultTemplate;
    private final Deployed orders;
    private final Deployed audit;

    private Synthesis() {
        App app = app("cdk.out");
        deployment(Optional.empty(), List.of(example(), EnsembleFile.read(Path.of("src/test/resources/audit.json"))))
                .define(app);
        vault = stack(app, "ZooarkVault");
        vaultTemplate = new Deployed(Template.fromStack(vault));
        orders = new Deployed(Template.fromStack(stack(app, "Zooark-orders")));
        audit = new Deployed(Template.fromStack(stack(app, "Zooark-audit")));
    }

    /** Returns the ensemble of the documented example. */
    static EnsembleConfig example() {
        return EnsembleFile.read(Path.of("ensemble.example.json"));
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

    /** Returns the stacks of a deployment with a KMS key of the account's for its vault. */
    static Deployed ordersWithKey(String key) {
        App app = app("cdk-key.out");
        deployment(Optional.of(key), List.of(example())).define(app);
        return new Deployed(Template.fromStack(stack(app, "Zooark-orders")));
    }

    private static Deployment deployment(Optional<String> key, List<EnsembleConfig> ensembles) {
        return new Deployment(Environment.builder().build(), standIn(), key, ensembles);
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
