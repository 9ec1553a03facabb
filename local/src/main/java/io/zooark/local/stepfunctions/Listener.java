package io.zooark.local.stepfunctions;

/**
 * Watches executions, and may stop them.
 *
 * <p>It is called by the thread that does the work, which goes on only after it returns; the iterations of a Map may
 * call at the same time. No lock is held, so an execution may be stopped from here: nothing happens in it afterwards.
 */
public interface Listener {

    /** Says that a state is about to be entered; if the execution is stopped here, it never is. */
    default void entering(String executionArn, String state) {}

    /** Says that an event has been added to the history. */
    default void happened(String executionArn, HistoryEvent event) {}
}
