package io.zooark.infra;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Whether this machine has the Node that the CDK needs. */
final class NodeCondition implements ExecutionCondition {
    private static final int OLDEST = 20;
    private static final int PATIENCE_SECONDS = 10;
    private static final Pattern VERSION = Pattern.compile("v(\\d+)\\..*");

    /** Looked at, and told, once for all classes. */
    private static final ConditionEvaluationResult RESULT = judge();

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        return RESULT;
    }

    private static ConditionEvaluationResult judge() {
        Optional<String> version = version();
        if (version.map(NodeCondition::recentEnough).orElse(false)) {
            return ConditionEvaluationResult.enabled("Node " + version.get());
        }
        String reason = "infra: tests left out, they need Node " + OLDEST + " (found "
                + version.orElse("none").strip() + ")";
        System.out.println(reason);
        return ConditionEvaluationResult.disabled(reason);
    }

    static boolean recentEnough(String version) {
        Matcher matcher = VERSION.matcher(version.strip());
        return matcher.matches() && Integer.parseInt(matcher.group(1)) >= OLDEST;
    }

    /** Asks the same program that the CDK's Java bindings start. */
    private static Optional<String> version() {
        String node = Optional.ofNullable(System.getenv("JSII_NODE")).orElse("node");
        try {
            Process process = new ProcessBuilder(node, "--version")
                    .redirectErrorStream(true)
                    .start();
            try {
                process.getOutputStream().close();
                if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                    return Optional.empty();
                }
                return Optional.of(new String(process.getInputStream().readAllBytes(), UTF_8));
            } finally {
                process.destroyForcibly();
            }
        } catch (IOException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }
}
