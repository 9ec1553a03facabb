package io.zooark.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.zooark.ensemble.Zxid;
import io.zooark.local.Trial.Backup;
import io.zooark.local.cloud.Host;
import io.zooark.local.stepfunctions.Execution;
import io.zooark.local.zookeeper.EnsembleOptions;
import io.zooark.local.zookeeper.LocalHost;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * A server that joins the empty quorum late is sent an empty snapshot, under a higher name than the restored one: all
 * servers would end empty, and agree on it.
 */
class LateServerTest {
    private static Trial trial;

    @BeforeAll
    static void begin() throws IOException {
        trial = Trial.begin("late-server", EnsembleOptions.voters(3).withProperty("snapshot.trust.empty", "true"));
    }

    @AfterAll
    static void close() throws IOException {
        trial.close();
    }

    @Test
    void aServerThatJoinsTheEmptyQuorumLateEndsRestoredAndNotEmpty() throws Exception {
        Backup backup = trial.backup();
        trial.changeAfterBackup();
        LocalHost late = trial.ensemble().host(3);
        trial.before("Start every server empty", () -> startsAfterTheOthers(late));

        Execution execution = trial.restore(backup);

        Zxid restored =
                Zxid.parse(backup.manifest().path("examination").path("endZxid").asText());
        assertThat(snapshots(late.server().dataDir().resolve("set-aside/" + execution.name() + "/empty-start")))
                .as("the trap was set: an empty snapshot under a higher name than the restored one's")
                .anyMatch(zxid -> zxid.compareTo(restored) > 0);
        trial.write("/written-after-the-restore");
        trial.killAll();
        trial.assertHolds(backup, "/written-after-the-restore");
    }

    /** Has the next script on a host that starts the server wait until the other servers are a quorum. */
    private static void startsAfterTheOthers(LocalHost late) {
        AtomicBoolean first = new AtomicBoolean(true);
        Host waiting = (script, environment, timeout) -> {
            if (first.getAndSet(false)) {
                trial.ensemble().awaitBroadcast(trial.others(late), Trial.LIMIT);
            }
            return late.run(script, environment, timeout);
        };
        trial.cloud().ssm().instance(LocalCloud.instance(late.server().id()), waiting);
    }

    private static List<Zxid> snapshots(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.startsWith("snapshot."))
                    .map(name -> Zxid.parse(name.substring("snapshot.".length())))
                    .toList();
        }
    }
}
