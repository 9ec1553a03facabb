package io.zooark.cli;

import static java.util.Objects.requireNonNull;

/** A command that cannot give its answer; {@link Main} prints the message and exits with the status. */
final class CommandFailedException extends Exception {
    private static final long serialVersionUID = 1;

    private final int status;

    CommandFailedException(int status, String message) {
        super(requireNonNull(message, "message is null"));
        this.status = status;
    }

    int status() {
        return status;
    }
}
