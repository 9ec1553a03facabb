package io.zooark.snapshot;

import java.util.Optional;

/** Knows which ensembles a restore keeps closed. */
@FunctionalInterface
public interface Closures {

    /** Returns the restore that has closed the ensemble and not opened it again; empty where it is open. */
    Optional<String> closedBy(String ensemble);
}
