package io.zooark.zookeeper.format;

import static java.util.Objects.requireNonNull;

/** Bytes that cannot be those of a whole snapshot. */
final class DamagedSnapshotException extends Exception {
    private final String problem;

    DamagedSnapshotException(String problem) {
        super(requireNonNull(problem, "problem is null"));
        this.problem = problem;
    }

    /** Returns what is wrong, where, and what was expected. */
    String problem() {
        return problem;
    }

    /** Returns the same with the znode that was reached. */
    DamagedSnapshotException at(String path) {
        return new DamagedSnapshotException(problem + "; the latest znode is '" + path + "'");
    }
}
