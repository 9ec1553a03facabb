package io.zooark.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.zooark.local.Trial.Backup;
import io.zooark.local.stepfunctions.Execution;
import io.zooark.local.zookeeper.Client;
import io.zooark.local.zookeeper.EnsembleOptions;
import io.zooark.local.zookeeper.LocalHost;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.apache.zookeeper.server.util.ConfigUtils;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * An ensemble that is seeded with the snapshot of another. Its servers have a static configuration: what the snapshot says of
 * members, the leader would go on saying for ever.
 */
class SeedingTest {
    private static Trial target;
    private static Backup backup;
    private static List<LocalHost> sources;
    private static Snares snares;

    @BeforeAll
    static void begin() throws Exception {
        try (Trial source = Trial.begin("seeding-source", EnsembleOptions.voters(1))) {
            // a history longer than the target's
            source.killAll();
            source.killAll();
            backup = source.backup();
            sources = source.ensemble().hosts();
            target = Trial.begin(
                    "seeding-target",
                    EnsembleOptions.voters(3),
                    source,
                    Map.of("name", "orders-staging", "restoreFrom", List.of("orders")));
        }
        snares = Snares.inPlaceOf(sources);
    }

    @AfterAll
    static void close() throws IOException {
        if (snares != null) {
            snares.close();
        }
        if (target != null) {
            target.close();
        }
    }

    @Test
    void refusesWhatItsOwnerHasNotNamed() throws Exception {
        Execution execution = target.run(
                Map.of("confirm", "orders-staging", "snapshot", Map.of("ensemble", "audit"), "dryRun", true));

        assertThat(execution.cause().orElseThrow())
                .startsWith("Nothing was changed.")
                .contains("restoreFrom of 'orders-staging' is [orders]");
    }

    /** By the letter of the guide the servers name those of the source, to which clients then go; the leader for ever. */
    @Test
    void everyServerNamesTheTargetsMembersAndNobodyEverConnectsToTheSource() throws Exception {
        String sourceClients = ":" + sources.get(0).server().ports().client();
        new ByTheLetter(target).restore(backup);
        for (LocalHost host : target.ensemble().hosts()) {
            assertThat(members("127.0.0.1:" + host.server().ports().client())).endsWith(sourceClients);
        }

        Execution execution = target.run(
                Map.of("confirm", "orders-staging", "snapshot", Map.of("ensemble", "orders", "id", backup.id())));

        Trial.assertSucceeded(execution);
        assertThat(execution.output().orElseThrow()).contains(backup.id() + " of 'orders'");
        assertMembersEverywhere();
        target.write("/written-after-the-restore");
        target.killLeader();
        assertMembersEverywhere();
        target.killAll();
        assertMembersEverywhere();
        target.assertHolds(backup, "/written-after-the-restore");
        assertThat(snares.caught()).as("connections to the source").isEmpty();
    }

    /** Reads the members through each server, and goes where they say, as a client does that follows them. */
    private static void assertMembersEverywhere() throws Exception {
        List<String> expected = target.ensemble().hosts().stream()
                .map(host -> "127.0.0.1:" + host.server().ports().client())
                .toList();
        for (String server : expected) {
            String clients = members(server);

            assertThat(clients.split(",")).as("members by %s", server).containsExactlyInAnyOrderElementsOf(expected);
            Client.connect(clients, Trial.LIMIT).close();
        }
    }

    /** Returns where clients go that believe this server. */
    private static String members(String server) throws Exception {
        try (Client client = Client.connect(server, Trial.LIMIT)) {
            String config = new String(client.zooKeeper().getConfig(false, null), UTF_8);
            return ConfigUtils.getClientConfigStr(config).split(" ", 2)[1];
        }
    }
}
