package io.zooark.local.zookeeper;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.ZooDefs.Ids;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalEnsembleTest {
    private static final Duration LIMIT = Duration.ofMinutes(1);
    private static final Duration SESSION = Duration.ofSeconds(20);

    private static LocalEnsemble ensemble;

    @BeforeAll
    static void start(@TempDir Path folder) throws IOException {
        ensemble = LocalEnsemble.started(
                folder, EnsembleOptions.voters(3).withObservers(1).withSuperPassword("secret"));
    }

    @BeforeEach
    void startAgain() throws IOException {
        ensemble.start();
    }

    @AfterAll
    static void close() throws IOException {
        ensemble.close();
    }

    @Test
    void servesClientsThroughItsGates() throws Exception {
        try (Client client = Client.connect(ensemble.connectString(), SESSION)) {
            client.zooKeeper().create("/served", "yes".getBytes(UTF_8), Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
        }

        try (Client functions = Client.connect(ensemble.directConnectString(), SESSION)) {
            functions.zooKeeper().sync("/served");
            assertThat(functions.zooKeeper().getData("/served", false, null)).isEqualTo("yes".getBytes(UTF_8));
        }
    }

    @Test
    void hasConsecutiveClientPorts() {
        int first = ensemble.host(1).server().ports().client();

        assertThat(ensemble.hosts())
                .extracting(host -> host.server().ports().client())
                .containsExactly(first, first + 1, first + 2, first + 3);
    }

    @Test
    void electsAnotherLeaderWhenTheLeaderIsKilled() throws IOException {
        LocalHost leader = ensemble.leader();
        leader.server().kill();
        List<LocalHost> others = others(leader);

        ensemble.awaitBroadcast(others, LIMIT);

        assertThat(leader.server().failed()).isTrue();
        assertThat(ensemble.leader()).isIn(others);
    }

    @Test
    void electsAnotherLeaderWhenTheLeaderHangsPastTheSyncLimit() throws IOException {
        LocalHost leader = ensemble.leader();
        leader.server().pause();
        try {
            // an observer may choose the hanging leader once more and wait for it as long as initLimit lets it
            ensemble.awaitBroadcast(voters(others(leader)), LIMIT);

            assertThat(leader.server().alive()).isTrue();
        } finally {
            leader.server().resume();
        }
        ensemble.awaitBroadcast(LIMIT);
        assertThat(ensemble.leader()).isNotEqualTo(leader);
    }

    @Test
    void grantsTheSuperUserEverythingOnTheAdminServer() throws Exception {
        URI snapshot = URI.create(
                "http://127.0.0.1:" + ensemble.host(1).server().ports().admin() + "/commands/snapshot?streaming=true");
        HttpRequest request = HttpRequest.newBuilder(snapshot)
                .header("Authorization", "digest super:secret")
                .build();

        HttpResponse<byte[]> answer = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofByteArray());

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("content-type")).hasValue("application/octet-stream");
        assertThat(answer.body()).startsWith("ZKSN".getBytes(UTF_8));
    }

    @Test
    void losesEverythingWithItsDiskAndNothingOnOthers() throws IOException {
        LocalHost follower = ensemble.followers().get(0);

        follower.loseDisk();

        assertThat(follower.server().alive()).isFalse();
        assertThat(follower.server().dataDir()).doesNotExist();
        assertThat(follower.server().dataLogDir()).doesNotExist();

        Path dataDir = Files.createDirectories(follower.server().dataDir());
        Files.writeString(
                dataDir.resolve("myid"), String.valueOf(follower.server().id()));
        ensemble.start();
        assertThat(follower.server().admin().nodeCount())
                .isEqualTo(ensemble.leader().server().admin().nodeCount());
    }

    @Test
    void refusesAFolderWhereAnEnsembleRuns() {
        Path taken = ensemble.host(1).root().resolveSibling("");

        assertThatThrownBy(() -> LocalEnsemble.create(taken, EnsembleOptions.voters(1)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("an ensemble runs in " + taken);
    }

    @Test
    void leavesNoProcessBehind(@TempDir Path other) throws IOException {
        List<Long> pids;
        try (LocalEnsemble closed = LocalEnsemble.create(other, EnsembleOptions.voters(3))) {
            closed.hosts().forEach(host -> startAlone(host.server()));
            pids = closed.hosts().stream().map(host -> host.server().pid()).toList();
        }

        assertThat(pids)
                .hasSize(3)
                .noneMatch(
                        pid -> ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false));
    }

    private static void startAlone(LocalServer server) {
        try {
            server.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<LocalHost> voters(List<LocalHost> hosts) {
        return hosts.stream().filter(host -> !host.server().observer()).toList();
    }

    private static List<LocalHost> others(LocalHost leader) {
        return ensemble.hosts().stream().filter(host -> host != leader).toList();
    }
}
