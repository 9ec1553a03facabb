package io.zooark.cli;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.util.concurrent.TimeUnit;

/** Knows whether a stream of this process is a terminal. */
final class Terminal {
    private static final int PATIENCE_SECONDS = 2;

    private Terminal() {}

    /**
     * Asks the shell, to which standard error is handed on: Java itself only knows of standard input and output together
     * ({@code System.console()}), and those are redirected in every pipe. Where there is no shell there is no terminal.
     */
    static boolean isStandardError() {
        try {
            Process test = new ProcessBuilder("sh", "-c", "test -t 2")
                    .redirectError(Redirect.INHERIT)
                    .start();
            if (test.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                return test.exitValue() == 0;
            }
            test.destroyForcibly();
            return false;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
