package io.zooark.infra;

import io.zooark.statemachine.FunctionSize;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** What is deployed of each function, whatever the ensemble. */
enum FunctionSpec {
    TAKE_SNAPSHOT("TakeSnapshot", "takes a scheduled, manual or safety snapshot", true, 15),
    PLAN_RESTORE("PlanRestore", "plans a restore and changes nothing", false, 15),
    PLAN_RECOVERY("PlanRecovery", "takes over where a restore has ended without an end", false, 5),
    RESTORE_RECORD("RestoreRecord", "takes, advances and releases the lock", false, 1),
    CLIENT_ACCESS("ClientAccess", "closes and opens the client ports in the security groups", false, 5),
    NODE_COMMAND("NodeCommand", "runs one document on one host and waits for its answer", false, 14),
    RESTORE_SERVER("RestoreServer", "sends the snapshot to one server, or stores it for their hosts", true, 15),
    CHECK_ENSEMBLE("CheckEnsemble", "judges the ensemble between the steps of a restore", true, 15),
    VERIFY_SNAPSHOT("VerifySnapshot", "restores a backup into a private server and compares it", false, 15);

    private final String title;
    private final String purpose;
    private final FunctionSize size;
    private final boolean nearServers;
    private final Duration timeout;

    FunctionSpec(String title, String purpose, boolean nearServers, int minutes) {
        this.title = title;
        this.purpose = purpose;
        this.size = FunctionSize.of(title);
        this.nearServers = nearServers;
        this.timeout = Duration.ofMinutes(minutes);
    }

    /** Returns the name that stands in the state machines as {@code ${...}}. */
    String title() {
        return title;
    }

    /** Returns what it does, for who looks at it in the console. */
    String purpose() {
        return purpose;
    }

    /** Returns the class that the runtime calls. */
    String handler() {
        return "io.zooark.handler." + title + "Handler";
    }

    /** Returns the functions that a state machine calls, by the placeholders in its definition. */
    static List<FunctionSpec> calledIn(String definition) {
        return Stream.of(values())
                .filter(spec -> definition.contains("${" + spec.title + "}"))
                .toList();
    }

    /** Returns whether it runs documents on hosts, and so must know their names. */
    boolean reachesHosts() {
        return this == PLAN_RESTORE || this == PLAN_RECOVERY || this == NODE_COMMAND;
    }

    /** Returns its memory in MiB, with which goes its share of a processor; an ensemble may ask for another. */
    int memory() {
        return size.memory();
    }

    /** Returns what its JVM is told in {@code JAVA_TOOL_OPTIONS}; empty for one that is best as Lambda starts it. */
    String javaOptions() {
        return size.javaOptions();
    }

    /** Returns whether it talks to the servers, and so runs in their VPC. */
    boolean nearServers() {
        return nearServers;
    }

    /** Returns when it is ended; never later than the last of its states in the machines gives up. */
    Duration timeout() {
        return timeout;
    }
}
