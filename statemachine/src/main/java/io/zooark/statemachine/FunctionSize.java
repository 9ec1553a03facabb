package io.zooark.statemachine;

import static java.util.Objects.requireNonNull;

import java.util.Arrays;

/**
 * How much memory each function is given, with which goes its share of a processor, and what its JVM is told.
 *
 * <p>Chosen from what {@code ./mvnw -q -Pbench} measures, see {@code infra/README.md}: twice the memory that a function was
 * seen to need, and no less than goes with one whole processor. A start is bound by the processor and billed by memory times
 * duration, so that below that a start takes longer and costs the same; clients are shut out meanwhile.
 */
public enum FunctionSize {
    TAKE_SNAPSHOT("TakeSnapshot", 2048, Jvm.STREAMS),
    PLAN_RESTORE("PlanRestore", 2048, Jvm.STREAMS),
    PLAN_RECOVERY("PlanRecovery", 1769, Jvm.BY_ITSELF),
    RESTORE_RECORD("RestoreRecord", 1769, Jvm.BY_ITSELF),
    CLIENT_ACCESS("ClientAccess", 1769, Jvm.BY_ITSELF),
    NODE_COMMAND("NodeCommand", 1769, Jvm.BY_ITSELF),
    RESTORE_SERVER("RestoreServer", 2048, Jvm.STREAMS),
    CHECK_ENSEMBLE("CheckEnsemble", 2048, Jvm.STREAMS),
    VERIFY_SNAPSHOT("VerifySnapshot", 3008, Jvm.BOTH_COMPILERS);

    /** With so many MiB a function has one processor (AWS Lambda Developer Guide, "Configure Lambda function memory"). */
    private static final double ONE_PROCESSOR = 1769;

    private final String function;
    private final int memory;
    private final String javaOptions;

    FunctionSize(String function, int memory, String javaOptions) {
        this.function = requireNonNull(function, "function is null");
        this.memory = memory;
        this.javaOptions = requireNonNull(javaOptions, "javaOptions is null");
    }

    /** Returns that of a function, by the name that stands in the state machines as {@code ${...}}. */
    public static FunctionSize of(String function) {
        return Arrays.stream(values())
                .filter(size -> size.function.equals(function))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no function is called '" + function + "'"));
    }

    /** Returns its memory in MiB; that of the drills an ensemble may choose for itself. */
    public int memory() {
        return memory;
    }

    /** Returns its share of a processor, which may be more than one. */
    public double processors() {
        return processors(memory);
    }

    /** Returns the share of a processor that goes with so many MiB. */
    public static double processors(int memory) {
        return memory / ONE_PROCESSOR;
    }

    /**
     * Returns what its JVM is told in {@code JAVA_TOOL_OPTIONS}; empty for one that is best as Lambda starts it.
     *
     * <p>Lambda's runtimes start the JVM without its second compiler (AWS Lambda Developer Guide, "Customize Java runtime
     * startup behavior"). Without that, encryption and hashing do not use the processor's instructions, and streaming a
     * snapshot through TLS is bound by them: {@code local/README.md} has figures.
     */
    public String javaOptions() {
        return javaOptions;
    }

    private static final class Jvm {
        static final String BY_ITSELF = "";
        static final String BOTH_COMPILERS = "-XX:+TieredCompilation -XX:TieredStopAtLevel=4";
        static final String STREAMS = BOTH_COMPILERS
                // with a small heap, for nothing but the upload's buffers lives long
                + " -XX:MaxNewSize=16m -XX:MinHeapFreeRatio=5 -XX:MaxHeapFreeRatio=10"
                + " -Djdk.httpclient.bufsize=65536"
                // a connection does not live through the freeze between two invocations
                + " -Djdk.httpclient.keepalive.timeout=5";

        private Jvm() {}
    }
}
