package io.zooark.local;

import static java.util.Objects.requireNonNull;

import io.zooark.local.stepfunctions.Listener;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What a test does just before states of the machine, each the first time only. */
final class Interruptions implements Listener {
    private final Map<String, Action> onEntering = new ConcurrentHashMap<>();

    /** What a test does at a state of the machine, in the thread that would go on. */
    interface Action {
        void run() throws Exception;
    }

    void before(String state, Action action) {
        onEntering.put(state, action);
    }

    @Override
    public void entering(String executionArn, String state) {
        Action action = onEntering.remove(requireNonNull(state));
        if (action != null) {
            try {
                action.run();
            } catch (Exception e) {
                throw new AssertionError("what the test does before '" + state + "' failed", e);
            }
        }
    }
}
