package io.zooark.local.stepfunctions;

import java.util.Optional;

/** Says what the roles of state machines allow them. */
@FunctionalInterface
public interface Permissions {

    /**
     * Judges what a machine is about to do.
     *
     * @param machine its name
     * @param action as IAM names it: {@code lambda:InvokeFunction}
     * @param resource the ARN of what it is done with
     * @return why the machine's role does not allow it; empty where it does
     */
    Optional<String> refusal(String machine, String action, String resource);
}
