package io.zooark.infra;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/** What is to be deployed is not described well enough to deploy it. */
public final class ConfigurationException extends RuntimeException {
    private static final long serialVersionUID = 1;

    ConfigurationException(String problem, String hint, @Nullable Throwable cause) {
        super(requireNonNull(problem, "problem is null") + "\nHINT: " + requireNonNull(hint, "hint is null"), cause);
    }
}
