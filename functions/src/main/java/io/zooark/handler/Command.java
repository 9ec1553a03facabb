package io.zooark.handler;

import java.io.PrintStream;
import java.util.List;

/** One command of the tool that the jar is when it is run by hand. */
interface Command {

    /** Returns how to call it and what its exit statuses mean, for whoever called it wrongly. */
    String usage();

    /**
     * Runs it.
     *
     * @param arguments what follows the command's name
     * @param out takes the answer
     * @param err takes what went wrong
     * @return the exit status
     * @throws UsageException if the arguments are not those of {@link #usage()}
     */
    int run(List<String> arguments, PrintStream out, PrintStream err) throws UsageException;

    /** Arguments that a command cannot run with. */
    final class UsageException extends Exception {
        private final String problem;

        UsageException(String problem) {
            super(problem);
            this.problem = problem;
        }

        /** Returns which argument, and what is wrong with it. */
        String problem() {
            return problem;
        }
    }
}
