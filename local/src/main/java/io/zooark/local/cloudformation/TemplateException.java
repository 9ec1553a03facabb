package io.zooark.local.cloudformation;

/** A template says what cannot be resolved here. */
public final class TemplateException extends RuntimeException {
    private static final long serialVersionUID = 1;

    TemplateException(String message) {
        super(message);
    }
}
