package io.zooark.local.bench;

import io.zooark.statemachine.FunctionSize;
import java.util.ArrayList;
import java.util.List;

/**
 * The JVM that Lambda's runtimes for Java 17 and 21 start for TakeSnapshot: 85 % of the function's memory for the heap, and
 * the serial collector.
 */
enum LambdaJvm {
    /**
     * As the runtime is by itself: its second compiler is off (AWS Lambda Developer Guide, "Customize Java runtime startup
     * behavior"), and with it everything that the processor does for AES and SHA-256.
     */
    BY_ITSELF("-XX:TieredStopAtLevel=1"),
    /**
     * With this in the function's variable {@code JAVA_TOOL_OPTIONS}: both compilers; a small heap, for nothing but the
     * upload's buffers lives long; more bytes at once in the HTTP client, which hands them from thread to thread.
     */
    TUNED(FunctionSize.TAKE_SNAPSHOT.javaOptions());

    /** What module infra deploys. */
    static final LambdaJvm DEPLOYED = TUNED;

    private static final int MEMORY_MEGABYTES = FunctionSize.TAKE_SNAPSHOT.memory();

    private static final int HEAP_PERCENT = 85;

    private final String toolOptions;

    LambdaJvm(String toolOptions) {
        this.toolOptions = toolOptions;
    }

    /** Returns the one that is not deployed. */
    static LambdaJvm other() {
        return DEPLOYED == BY_ITSELF ? TUNED : BY_ITSELF;
    }

    List<String> options() {
        List<String> options = new ArrayList<>(List.of(
                // what the JVM reckons with in a machine of that size, such as the heap that it begins with
                "-XX:MaxRAM=" + MEMORY_MEGABYTES + "m",
                "-XX:MaxHeapSize=" + MEMORY_MEGABYTES * HEAP_PERCENT / 100 + "m",
                "-XX:+UseSerialGC"));
        options.addAll(List.of(toolOptions.split(" ", -1)));
        return options;
    }

    @Override
    public String toString() {
        return this == BY_ITSELF ? "JVM as it is by itself" : "JVM tuned";
    }
}
