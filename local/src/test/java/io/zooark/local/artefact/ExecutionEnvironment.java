package io.zooark.local.artefact;

import static java.util.Objects.requireNonNull;

import com.amazonaws.services.lambda.runtime.LambdaRuntime;
import com.amazonaws.services.lambda.runtime.api.client.AWSLambda;
import com.amazonaws.services.lambda.runtime.serialization.PojoSerializer;
import io.zooark.local.artefact.RuntimeApi.Answer;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awssdk.annotations.SdkPublicApi;
import software.amazon.awssdk.utilslite.SdkInternalThreadLocal;

/**
 * One environment in which Lambda runs a function: a JVM with Lambda's own runtime, started in the folder with the
 * unpacked code, for one handler and one event at a time.
 */
final class ExecutionEnvironment implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofMinutes(2);

    /** What infra gives the functions that stream, of which Lambda's runtime leaves 15 % outside the heap. */
    private static final int MEMORY_MB = 2048;

    private static final String RUNTIME = AWSLambda.class.getPackageName();

    private static final AtomicInteger NUMBERS = new AtomicInteger();

    private final RuntimeApi api;
    private final Process process;
    private final Path log;
    private final Instant started = Instant.now();

    private ExecutionEnvironment(RuntimeApi api, Process process, Path log) {
        this.api = api;
        this.process = process;
        this.log = log;
    }

    /**
     * Starts an environment; the function is made in it before the first event.
     *
     * @param function its name
     * @param code the folder with the unpacked jar
     * @param variables the function's environment variables, to which Lambda's are added
     */
    static ExecutionEnvironment start(String function, Path code, Map<String, String> variables) throws IOException {
        RuntimeApi api = RuntimeApi.open();
        try {
            Path log = ZooarkJar.FOLDER.resolve(function + "-" + NUMBERS.incrementAndGet() + ".out");
            ProcessBuilder builder = new ProcessBuilder(command(function))
                    .directory(code.toFile())
                    .redirectOutput(log.toFile())
                    .redirectError(errors(log).toFile());
            builder.environment().clear();
            builder.environment().putAll(variables);
            builder.environment().putAll(reserved(function, code, api));
            return new ExecutionEnvironment(api, builder.start(), log);
        } catch (IOException | RuntimeException e) {
            api.close();
            throw e;
        }
    }

    /** Returns the class that infra deploys for a function. */
    static String handler(String function) {
        return "io.zooark.handler." + function + "Handler";
    }

    private static List<String> command(String function) throws IOException {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                // as Lambda starts Java
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xshare:auto",
                "-Xmx" + MEMORY_MB * 85 / 100 + "m",
                // by itself the runtime would unpack it to one name below /tmp, for all of them
                "-D" + RUNTIME + ".runtimeapi.NativeClient.JNI=" + nativeClient(),
                "-cp",
                runtime(),
                AWSLambda.class.getName(),
                handler(function));
    }

    /** Returns the class path of Lambda's runtime; the function's code comes from a class loader below it. */
    private static String runtime() {
        return Stream.of(
                        AWSLambda.class,
                        LambdaRuntime.class,
                        PojoSerializer.class,
                        SdkInternalThreadLocal.class,
                        SdkPublicApi.class)
                .map(ExecutionEnvironment::jar)
                .distinct()
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static String jar(Class<?> type) {
        try {
            return Path.of(type.getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI())
                    .toString();
        } catch (URISyntaxException e) {
            throw new IllegalStateException("the place of " + type + " is not a path", e);
        }
    }

    /** Lays the runtime's own HTTP client, which is native, beside the logs; it exists for Linux alone. */
    private static Path nativeClient() throws IOException {
        String machine = System.getProperty("os.arch").equals("aarch64") ? "aarch_64" : "x86_64";
        String name = "libaws-lambda-jni.linux-" + machine + ".so";
        Path file = ZooarkJar.FOLDER.resolve(name);
        if (Files.notExists(file)) {
            Path unfinished = Files.createTempFile(ZooarkJar.FOLDER, name, ".tmp");
            try (var in = requireNonNull(AWSLambda.class.getResourceAsStream("/jni/" + name), name)) {
                Files.copy(in, unfinished, StandardCopyOption.REPLACE_EXISTING);
            }
            Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
        }
        return file;
    }

    /** Leaves the test out where Lambda's runtime cannot run. */
    static void assumePossible() {
        String system = System.getProperty("os.name") + " on " + System.getProperty("os.arch");
        ZooarkJar.orLeaveOut(
                system.toLowerCase(Locale.ROOT).matches("linux on (amd64|aarch64)"),
                "Lambda's runtime has a native library for Linux on x86_64 and aarch64 only, not for " + system);
    }

    private static Map<String, String> reserved(String function, Path code, RuntimeApi api) {
        return Map.of(
                "AWS_LAMBDA_RUNTIME_API",
                api.address(),
                "AWS_LAMBDA_FUNCTION_NAME",
                function,
                "AWS_LAMBDA_FUNCTION_VERSION",
                "$LATEST",
                "AWS_LAMBDA_FUNCTION_MEMORY_SIZE",
                String.valueOf(MEMORY_MB),
                "AWS_LAMBDA_INITIALIZATION_TYPE",
                "on-demand",
                "AWS_LAMBDA_LOG_GROUP_NAME",
                "/aws/lambda/" + function,
                "AWS_LAMBDA_LOG_STREAM_NAME",
                "2026/11/22/[$LATEST]0123456789abcdef",
                "LAMBDA_TASK_ROOT",
                code.toString(),
                "TZ",
                ":UTC",
                "LANG",
                "en_US.UTF-8");
    }

    /** Sends an event and waits for what comes back; where the function could not be made, that is what Lambda reports. */
    synchronized Answer invoke(String event) {
        CompletableFuture<Answer> answer = api.put(event);
        CompletableFuture<Object> gone = CompletableFuture.anyOf(answer, api.failedInit(), process.onExit());
        Object first = gone.orTimeout(LIMIT.toMillis(), TimeUnit.MILLISECONDS).join();
        if (first instanceof Answer came) {
            return came;
        }
        throw new AssertionError("the runtime ended with status " + process.exitValue() + "; see " + errors(log));
    }

    /** Returns how long it took from the start of the process until the function was made. */
    Duration untilReady() {
        return Duration.between(started, api.ready().join());
    }

    /** Returns how long ago the process was started. */
    Duration age() {
        return Duration.between(started, Instant.now());
    }

    /** Returns the most memory that the process has had so far, in MB. */
    long peakMegabytes() throws IOException {
        try (Stream<String> lines = Files.lines(Path.of("/proc/" + process.pid() + "/status"))) {
            return lines.filter(line -> line.startsWith("VmHWM:"))
                    .map(line -> line.replaceAll("[^0-9]", ""))
                    .mapToLong(kilobytes -> Long.parseLong(kilobytes) / 1024)
                    .findFirst()
                    .orElseThrow();
        }
    }

    /** Waits for the process to end by itself and returns its status. */
    int exitStatus() {
        return process.onExit()
                .orTimeout(LIMIT.toMillis(), TimeUnit.MILLISECONDS)
                .join()
                .exitValue();
    }

    List<String> standardOutput() throws IOException {
        return Files.readAllLines(log);
    }

    List<String> standardError() throws IOException {
        return Files.readAllLines(errors(log));
    }

    private static Path errors(Path log) {
        return log.resolveSibling(log.getFileName().toString().replace(".out", ".err"));
    }

    @Override
    public void close() {
        process.destroyForcibly();
        api.close();
        process.onExit().orTimeout(10, TimeUnit.SECONDS).join();
    }
}
