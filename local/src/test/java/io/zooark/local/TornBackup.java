package io.zooark.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.zooark.local.Trial.Backup;
import io.zooark.local.zookeeper.AtomicWriter;
import io.zooark.local.zookeeper.Client;
import java.util.Optional;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.ZooDefs.Ids;

/**
 * A backup that came out torn, taken while a client writes.
 *
 * @param backup the torn one
 * @param newestWhole the newest that came out whole on the way there; a writer may rest while one is written
 */
record TornBackup(Backup backup, Optional<Backup> newestWhole) {
    private static final int MOST_TRIES = 10;
    private static final int BALLAST = 20;
    private static final int BYTES = 900_000;

    /** Fills the ensemble with so much that writing it out takes longer than any usual pause between two transactions. */
    static TornBackup of(Trial trial) throws Exception {
        try (Client client = Client.connect(trial.ensemble().directConnectString(), Trial.LIMIT)) {
            for (int i = 0; i < BALLAST; i++) {
                client.zooKeeper().create("/ballast" + i, new byte[BYTES], Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
            }
        }
        Optional<Backup> whole = Optional.empty();
        try (AtomicWriter writer = AtomicWriter.start(trial.ensemble().directConnectString(), 20)) {
            for (int i = 0; i < MOST_TRIES; i++) {
                Backup taken = trial.backup();
                if (taken.verdict().equals("TORN")) {
                    assertThat(writer.acknowledged()).isPositive();
                    return new TornBackup(taken, whole);
                }
                whole = Optional.of(taken);
            }
        }
        throw new AssertionError("none of " + MOST_TRIES + " backups under writes came out torn");
    }
}
