package io.zooark.local.iam;

/** A policy says what this evaluator does not know, so that no judgement can be trusted. */
public final class PolicyException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public PolicyException(String message) {
        super(message);
    }
}
