package io.zooark.local.stepfunctions;

import org.jspecify.annotations.Nullable;

/** A text that should be one JSON value and is not. */
final class NotJsonException extends RuntimeException {
    NotJsonException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
