package io.zooark.statemachine;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * A parameter of the hosts' documents, and the one place that says what may stand in it: Systems Manager and the script
 * are both told from here.
 */
enum NodeParameter {
    RESTORE_ID("RestoreId", "^[A-Za-z0-9_-]{1,80}$", 80, "Names the restore; its state on the host goes by it."),
    ZOO_CFG("ZooCfg", "^/[A-Za-z0-9._/-]{1,200}$", 201, "Path of the zoo.cfg that ZooKeeper is started with."),
    UNIT("Unit", "^[A-Za-z0-9:_.@-]{1,100}$", 100, "systemd unit that runs ZooKeeper."),
    ORDER(
            "Order",
            "^[0-9]{1,12}\\.[0-9]{1,4}$",
            17,
            "Fence and step of the restore, with a point between; a host does nothing for a lower one than it has seen."),
    CHAIN(
            "Chain",
            "^([A-Za-z0-9_-]{1,80}(,[A-Za-z0-9_-]{1,80}){0,23})?$",
            2000,
            "Restores that set data of before aside and failed, oldest first, with commas between; empty: this one alone.",
            ""),
    CLIENT_PORTS("ClientPorts", "^[0-9]{1,5}(,[0-9]{1,5})*$", 200, "Client ports of the server, with commas between."),
    EXEMPT(
            "Exempt",
            "^[0-9a-fA-F.:/,]{0,1000}$",
            1000,
            "Addresses or ranges of the functions, with commas between; nobody else is let in.",
            ""),
    LOOKS_AT_CLIENTS(
            "Looks",
            "^[12]$",
            1,
            "1: look at who is connected, and remember it; 2: prove it by a second look, five seconds after the first.",
            "2"),
    EPOCH("Epoch", "^[0-9]{1,10}$", 10, "Epoch the server is given."),
    SERVER_ID("ServerId", "^[0-9]{1,3}$", 3, "Id the server must have."),
    ZXID("Zxid", "^[0-9a-f]{1,16}$", 16, "Transaction id of the restored snapshot, hexadecimal, without 0x."),
    BYTES("Bytes", "^[0-9]{1,15}$", 15, "Size of the snapshot to place."),
    CKSUM("Cksum", "^[0-9]{1,10}$", 10, "Checksum of the snapshot to place, as the command cksum prints it."),
    CONFIRM("Confirm", "^[A-Za-z0-9_-]{1,80}$", 80, "The restore's id, typed again."),

    /** Whoever knows it may read the object for as long as it is valid: the script never says its value. */
    URL(
            "Url",
            "^(https://|http://(127[.]0[.]0[.]1|localhost)[:/])[A-Za-z0-9.:/?&=%_~+-]{1,4000}$",
            4000,
            "Presigned address of the snapshot to place."),

    /** Read by the agent alone, as the step's time-out: there it must be plain digits, not the name of a variable. */
    EXECUTION_TIMEOUT("ExecutionTimeout", "^[0-9]{1,5}$", 5, "Seconds after which the agent ends the script.", "600");

    private final String title;
    private final String pattern;
    private final int longest;
    private final String description;
    private final Optional<String> fallback;

    NodeParameter(String title, String pattern, int longest, String description) {
        this(title, pattern, longest, description, Optional.empty());
    }

    NodeParameter(String title, String pattern, int longest, String description, String fallback) {
        this(title, pattern, longest, description, Optional.of(fallback));
    }

    NodeParameter(String title, String pattern, int longest, String description, Optional<String> fallback) {
        this.title = requireNonNull(title, "title is null");
        this.pattern = requireNonNull(pattern, "pattern is null");
        this.longest = longest;
        this.description = requireNonNull(description, "description is null");
        this.fallback = requireNonNull(fallback, "fallback is null");
    }

    /** Returns the name it has in the document. */
    String title() {
        return title;
    }

    /** Returns the regular expression its value must match as a whole. */
    String pattern() {
        return pattern;
    }

    /** Returns what it is for. */
    String description() {
        return description;
    }

    /** Returns the value it has when none is given, if it may be left out. */
    Optional<String> fallback() {
        return fallback;
    }

    /** Whether the agent hands it to the script, as the environment variable {@code SSM_<title>}. */
    boolean isForTheScript() {
        return this != EXECUTION_TIMEOUT;
    }

    /**
     * Returns the line that takes the value from the text where the agent is too old (before 3.3.2746.0) to know {@code
     * ENV_VAR}: AWS documents this form. The agent replaces the braces, and only there may they stand.
     */
    String shellFallback() {
        return "if [ -z \"${SSM_%1$s+x}\" ]; then export SSM_%1$s=\"{{%1$s}}\"; fi".formatted(title);
    }

    /** Returns the line that checks the value again on the host. */
    String shellCheck() {
        // POSIX promises 255 repetitions and no more; the length is checked besides
        String posix = pattern.replaceAll("\\{0,\\d{4,}}", "*").replaceAll("\\{1,\\d{4,}}", "+");
        String instead = this == URL ? " '(an address)'" : "";
        return "    check_parameter %1$s \"$SSM_%1$s\" '%2$s' %3$d%4$s".formatted(title, posix, longest, instead);
    }
}
