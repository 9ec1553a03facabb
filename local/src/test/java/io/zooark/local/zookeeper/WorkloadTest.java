package io.zooark.local.zookeeper;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Orders, live clients, atomic writers and trees over one real ensemble. */
@Tag("thorough")
class WorkloadTest {
    private static final String SUPER = "secret";
    private static final Duration SESSION = Duration.ofSeconds(4);

    private static LocalEnsemble ensemble;

    @BeforeAll
    static void start(@TempDir Path folder) throws IOException {
        ensemble = LocalEnsemble.started(
                folder, EnsembleOptions.voters(3).withSuperPassword(SUPER).withHeap(128));
    }

    @AfterAll
    static void close() throws IOException {
        ensemble.close();
    }

    @Test
    void fillsAnEnsembleThatAllServersHoldAlikeUntilTheSessionEnds() throws IOException {
        long before = Trees.read(ensemble.connectString(), SUPER).size();
        Tree alive;
        try (Orders orders = Orders.fill(ensemble.connectString(), 7)) {
            assertThat(orders.zooKeeper().getState().isConnected()).isTrue();
            alive = Trees.read(direct(1), SUPER);

            assertThat(alive.size() - before).isEqualTo(Orders.ZNODES);
            // each server writes /zookeeper/config by itself, at its own time
            assertThat(TreeComparison.ofEverything()
                            .without("/zookeeper")
                            .differences(alive, Trees.read(direct(2), SUPER)))
                    .isEmpty();
        }
        Tree left = Trees.read(direct(3), SUPER);

        assertThat(TreeComparison.ofEverything()
                        .without("/zookeeper")
                        .withoutEphemerals()
                        .without(TreeComparison.Field.CVERSION, TreeComparison.Field.PZXID)
                        .differences(alive, left))
                .isEmpty();
        assertThat(TreeComparison.ofEverything().differences(alive, left))
                .contains("/orders/workers/w00000 is missing")
                .anyMatch(difference -> difference.startsWith("/orders/workers has another CVERSION"));
        assertThat(TreeComparison.ofEverything()
                        .without("/orders")
                        .without("/zookeeper")
                        .differences(alive, left))
                .isEmpty();
    }

    @Test
    void countsClientsThatAreShutOut() throws IOException {
        try (LiveClients clients = LiveClients.start(ensemble.connectString(), 3, SESSION)) {
            await(() -> clients.counters().size() == 3);

            ensemble.hosts().forEach(host -> {
                host.gate().admitWhen(() -> false);
                host.gate().cut(true);
                host.gate().kill();
            });
            await(() -> clients.failed() > 0);
            long whenShutOut = clients.acknowledged();
            // they learn of it when they are let in again: the servers have ended their sessions meanwhile
            LockSupport.parkNanos(SESSION.plusSeconds(2).toNanos());
            assertThat(clients.acknowledged()).isEqualTo(whenShutOut);

            ensemble.hosts().forEach(host -> {
                host.gate().cut(false);
                host.gate().admitWhen(() -> true);
            });
            await(() -> clients.expirations() == 3);
            await(() -> clients.acknowledged() > whenShutOut + 10);
            assertThat(clients.lastAcknowledged()).isNotNull();
        }
    }

    @Test
    void hasNoWriteUnderWayOnceClientsRest() throws Exception {
        try (LiveClients clients = LiveClients.start(ensemble.connectString(), 3, SESSION);
                Client reader = Client.connect(ensemble.connectString(), SESSION)) {
            for (int round = 1; round <= 15; round++) {
                clients.awaitWrites(clients.acknowledged() + 6, Duration.ofMinutes(1));

                clients.rest(true);

                for (Map.Entry<String, Long> counter : clients.counters().entrySet()) {
                    reader.zooKeeper().sync(counter.getKey());
                    assertThat(new String(reader.zooKeeper().getData(counter.getKey(), false, null), UTF_8))
                            .isEqualTo(String.valueOf(counter.getValue()));
                }
                clients.rest(false);
            }
        }
    }

    @Test
    void writesGroupsThatAreNeverTornInATreeThatExisted() throws IOException {
        try (AtomicWriter writer = AtomicWriter.start(ensemble.connectString(), 20)) {
            await(() -> writer.acknowledged() > 100);
        }

        Tree tree = Trees.read(ensemble.connectString(), SUPER);

        assertThat(tree.at("/atomic/g19/m19")).isNotNull();
        assertThat(AtomicWriter.torn(tree)).isEmpty();
    }

    private static String direct(int id) {
        return "127.0.0.1:" + ensemble.host(id).server().ports().client();
    }

    private static void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("waited for a minute").isLessThan(deadline);
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        }
    }
}
