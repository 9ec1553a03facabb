package io.zooark.local.zookeeper;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

/** Waiting for processes to end, and ending them. */
final class Processes {
    private Processes() {}

    /** Waits for a process and returns whether it ended within the limit; an interrupt does not shorten that. */
    static boolean ended(Process process, Duration limit) {
        try {
            process.onExit().orTimeout(limit.toMillis(), TimeUnit.MILLISECONDS).join();
            return true;
        } catch (CompletionException e) {
            return false;
        }
    }

    /**
     * Kills a process and everything it started.
     *
     * <p>The process comes first, so that it starts nothing more; what its children start between the listing and their own
     * end escapes. A process group of their own would be tighter, but neither Java nor a shell without a terminal makes one
     * on every system.
     */
    static void killTree(Process process) {
        List<ProcessHandle> started = new ArrayList<>(process.descendants().toList());
        process.destroyForcibly();
        for (ProcessHandle child : started) {
            child.descendants().forEach(ProcessHandle::destroyForcibly);
            child.destroyForcibly();
        }
    }
}
