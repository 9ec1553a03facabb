package io.zooark.local.stepfunctions;

/** Unwinds a branch that nobody waits for any more: its execution was stopped, or a sibling failed. */
final class StoppedException extends RuntimeException {
    StoppedException() {
        super("this branch was stopped", null, false, false);
    }
}
