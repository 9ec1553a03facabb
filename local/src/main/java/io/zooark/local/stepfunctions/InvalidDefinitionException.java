package io.zooark.local.stepfunctions;

/** A state machine's definition that Step Functions, or our own stricter rules, would refuse. */
public final class InvalidDefinitionException extends RuntimeException {
    InvalidDefinitionException(String path, String problem) {
        super((path.isEmpty() ? "the definition" : path) + ": " + problem);
    }
}
