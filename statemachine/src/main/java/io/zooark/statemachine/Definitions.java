package io.zooark.statemachine;

/** The state machines' definitions in Amazon States Language, as text with their placeholders. */
public final class Definitions {
    private Definitions() {}

    /** Returns the machine that restores one ensemble. */
    public static String restoreEnsemble() {
        return ClassPathText.read("restore-ensemble.asl.json");
    }

    /** Returns the machine that recovers one ensemble whose restore has ended without an end, and undoes restores. */
    public static String recoverEnsemble() {
        return ClassPathText.read("recover-ensemble.asl.json");
    }
}
