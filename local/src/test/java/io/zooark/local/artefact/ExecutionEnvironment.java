package io.zooark.local.artefact;

import static java.util.Objects.requireNonNull;

import com.amazonaws.services.lambda.runtime.LambdaRuntime;
import com.amazonaws.services.lambda.runtime.api.client.AWSLambda;
import com.amazonaws.services.lambda.runtime.serialization.PojoSerializer;
import io.zooark.local.artefact.RuntimeApi.Answer;
import io.zooark.statemachine.FunctionSize;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.annotations.SdkPublicApi;
import software.amazon.awssdk.utilslite.SdkInternalThreadLocal;

/**
 * One environment in which Lambda runs a function: a JVM with Lambda's own runtime, started in the folder with the
 * unpacked code, for one handler and one event at a time.
 */
public final class ExecutionEnvironment implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofMinutes(2);

    /** Lambda's runtime leaves the rest of the function's memory outside the heap. */
    private static final int HEAP_PERCENT = 85;

    private static final String RUNTIME = AWSLambda.class.getPackageName();

    private static final AtomicInteger NUMBERS = new AtomicInteger();

    private final RuntimeApi api;
    private final Process process;
    private final Path log;
    private final Instant started = Instant.now();
    private final CompletableFuture<Usage> whenReady;
    private @Nullable Usage firstAnswer;

    /**
     * What a process has used so far.
     *
     * @param time since it was started
     * @param processor time of all its threads, to ten milliseconds
     */
    public record Usage(Duration time, Duration processor) {
        public Usage {
            requireNonNull(time, "time is null");
            requireNonNull(processor, "processor is null");
        }
    }

    private ExecutionEnvironment(RuntimeApi api, Process process, Path log) {
        this.api = api;
        this.process = process;
        this.log = log;
        // before the first event is handed out
        this.whenReady = api.ready().thenApply(at -> usage());
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
        FunctionSize size = FunctionSize.of(function);
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                // as Lambda starts Java
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xshare:auto",
                // what the JVM reckons with in a machine of that size, such as the heap that it begins with
                "-XX:MaxRAM=" + size.memory() + "m",
                "-XX:MaxHeapSize=" + size.memory() * HEAP_PERCENT / 100 + "m",
                // by itself the runtime would unpack it to one name below /tmp, for all of them
                "-D" + RUNTIME + ".runtimeapi.NativeClient.JNI=" + nativeClient()));
        // as JAVA_TOOL_OPTIONS has it, which the runtime's own options would win over here
        Stream.of(size.javaOptions().split(" ", -1))
                .filter(option -> !option.isEmpty())
                .forEach(command::add);
        command.addAll(List.of("-cp", runtime(), AWSLambda.class.getName(), handler(function)));
        return command;
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
                String.valueOf(FunctionSize.of(function).memory()),
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
            if (firstAnswer == null && process.isAlive()) {
                firstAnswer = usage();
            }
            return came;
        }
        throw new AssertionError("the runtime ended with status " + process.exitValue() + "; see " + errors(log));
    }

    /** Returns what it took until the function was made. */
    public Usage untilReady() {
        return whenReady.join();
    }

    /** Returns what it took until the first answer. */
    public synchronized Usage untilFirstAnswer() {
        return requireNonNull(firstAnswer, "there was no answer yet");
    }

    private Usage usage() {
        return new Usage(
                Duration.between(started, Instant.now()),
                process.info().totalCpuDuration().orElse(Duration.ZERO));
    }

    /** Returns the most memory that the process has had so far, in MB. */
    public long peakMegabytes() throws IOException {
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
