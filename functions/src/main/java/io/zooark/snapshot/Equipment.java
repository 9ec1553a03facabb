package io.zooark.snapshot;

import static java.util.Objects.requireNonNull;

import io.zooark.ensemble.AdminServers;
import io.zooark.ensemble.Ensemble;
import java.util.concurrent.Executor;

/** What snapshots of an ensemble are taken with. */
record Equipment(
        Ensemble ensemble,
        AdminServers servers,
        Vault vault,
        SnapshotExaminer examiner,
        Closures closures,
        Executor executor,
        Timing timing) {
    Equipment {
        requireNonNull(ensemble, "ensemble is null");
        requireNonNull(servers, "servers is null");
        requireNonNull(vault, "vault is null");
        requireNonNull(examiner, "examiner is null");
        requireNonNull(closures, "closures is null");
        requireNonNull(executor, "executor is null");
        requireNonNull(timing, "timing is null");
    }
}
