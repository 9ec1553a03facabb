package io.zooark.local.zookeeper;

import java.util.List;

/** What one of the stand-in tools of a host does when a script calls it. */
interface Tool {
    /**
     * Does what the command line asks for.
     *
     * @param input the lines of standard input, where the tool reads it
     */
    Output run(List<String> arguments, List<String> input);

    /** What the tool prints and ends with. */
    record Output(int exitStatus, String standardOutput, String standardError) {
        static Output of(String lines) {
            return new Output(0, lines, "");
        }

        static Output failure(int exitStatus, String message) {
            return new Output(exitStatus, "", message);
        }

        /** A call that the stand-in does not know: an error, so that no script relies on a guess. */
        static Output unknown(String tool, List<String> arguments) {
            return failure(
                    1,
                    tool + ": the stand-in does not know '" + String.join(" ", arguments)
                            + "'; what it knows stands at its class");
        }
    }
}
