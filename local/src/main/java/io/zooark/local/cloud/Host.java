package io.zooark.local.cloud;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;

/** One machine of the local cloud, as its Systems Manager agent sees it. */
public interface Host {

    /**
     * Runs a shell script to its end, as {@code aws:runShellScript} does.
     *
     * @param script the whole text of the script
     * @param environment what the document's parameters are passed as
     * @param timeout after which the script's process is killed and the result says so
     */
    Result run(String script, Map<String, String> environment, Duration timeout)
            throws IOException, InterruptedException;

    /**
     * What a script ended with.
     *
     * @param exitStatus the script's own, or -1 if it was killed at its time-out
     */
    record Result(int exitStatus, String standardOutput, String standardError) {}
}
