package io.zooark.local.drill;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.zooark.json.Json;
import io.zooark.local.LocalCloud;
import io.zooark.local.cloud.Functions;
import io.zooark.local.zookeeper.Client;
import io.zooark.local.zookeeper.EnsembleOptions;
import io.zooark.local.zookeeper.LocalEnsemble;
import io.zooark.local.zookeeper.Orders;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.ZooDefs.Ids;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.data.Stat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** A backup of a real ensemble, taken and drilled by the functions as they are deployed. */
@Isolated("a drill is alone in its function")
class EnsembleDrillTest {
    private static final String PASSWORD = "secret";

    @Test
    void provesTheBackupOfAnEnsembleWithEveryKindOfZnode(@TempDir Path folder) throws Exception {
        EnsembleOptions options = EnsembleOptions.voters(1)
                .withSuperPassword(PASSWORD)
                .withProperty("extendedTypesEnabled", "true")
                .withHeap(160);
        try (LocalEnsemble ensemble = LocalEnsemble.started(folder.resolve("zk"), options);
                LocalCloud cloud = LocalCloud.around(ensemble, folder.resolve("s3"), PASSWORD, 0);
                Orders orders = Orders.fill(ensemble.connectString(), 3);
                Client client = Client.connect(ensemble.connectString(), Duration.ofSeconds(4))) {
            assertThat(orders.zooKeeper().getState().isConnected()).isTrue();
            fill(client.as("owner", "of its own"));
            long nodes = ensemble.host(1).server().admin().nodeCount();

            JsonNode taken = answer(cloud.functions()
                    .invoke(
                            "TakeSnapshot",
                            Json.write(Map.of("ensemble", "orders", "scheduledTime", "2026-11-22T00:00:00Z"))));
            JsonNode drilled = answer(cloud.functions().invoke("VerifySnapshot", "{}"));

            assertThat(taken.path("verdict").asText()).isEqualTo("CONSISTENT");
            assertThat(drilled.path("id")).isEqualTo(taken.path("id"));
            assertThat(drilled.path("znodes").asLong()).isEqualTo(nodes);
            assertThat(drilled.path("treeDigest"))
                    .isEqualTo(taken.path("manifest").path("examination").path("treeDigest"));
        }
    }

    private static void fill(Client client) throws KeeperException, InterruptedException {
        ZooKeeper zooKeeper = client.zooKeeper();
        create(zooKeeper, "/mine", CreateMode.PERSISTENT);
        zooKeeper.setACL("/mine", Ids.CREATOR_ALL_ACL, -1);
        zooKeeper.create("/mine/inside", new byte[5], Ids.CREATOR_ALL_ACL, CreateMode.PERSISTENT);
        create(zooKeeper, "/lock-", CreateMode.EPHEMERAL_SEQUENTIAL);
        create(zooKeeper, "/größe", CreateMode.PERSISTENT);
        create(zooKeeper, "/container", CreateMode.CONTAINER);
        create(zooKeeper, "/container/member", CreateMode.PERSISTENT);
        zooKeeper.create(
                "/passing",
                new byte[2],
                Ids.OPEN_ACL_UNSAFE,
                CreateMode.PERSISTENT_WITH_TTL,
                new Stat(),
                Duration.ofHours(1).toMillis());
        zooKeeper.create("/large", new byte[1_000_000], Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
        create(zooKeeper, "/gone", CreateMode.PERSISTENT);
        zooKeeper.delete("/gone", -1);
    }

    private static void create(ZooKeeper zooKeeper, String path, CreateMode mode)
            throws KeeperException, InterruptedException {
        zooKeeper.create(path, path.getBytes(UTF_8), Ids.OPEN_ACL_UNSAFE, mode);
    }

    private static JsonNode answer(Functions.Answer answer) throws IOException {
        assertThat(answer.failed()).as(answer.payload()).isFalse();
        return Json.mapper().readTree(answer.payload());
    }
}
