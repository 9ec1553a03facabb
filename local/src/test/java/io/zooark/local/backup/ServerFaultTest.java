package io.zooark.local.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zooark.error.RestoreException;
import io.zooark.error.ServerNotServingException;
import io.zooark.error.ServerRateLimitedException;
import io.zooark.error.ServerRefusedException;
import io.zooark.local.zookeeper.EnsembleOptions;
import io.zooark.local.zookeeper.LocalEnsemble;
import io.zooark.local.zookeeper.LocalServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Servers that give no snapshot: each with an error that names it and the remedy, and never the credential. */
@Isolated("threads of uploads are counted")
class ServerFaultTest {
    private static final EnsembleOptions OPTIONS =
            EnsembleOptions.voters(1).withSuperPassword(Account.PASSWORD).withHeap(96);

    private static Account account;
    private static LocalEnsemble disabled;
    private static LocalEnsemble limited;
    private static LocalEnsemble alone;

    private final Overheard overheard = Overheard.listening();

    @BeforeAll
    static void open(@TempDir Path folder) throws IOException {
        account = Account.open(folder.resolve("s3"));
        disabled = LocalEnsemble.create(
                folder.resolve("disabled"), OPTIONS.withProperty("admin.snapshot.enabled", "false"));
        // by a bug of 3.9 these milliseconds count as microseconds: ten minutes
        limited = LocalEnsemble.create(
                folder.resolve("limited"), OPTIONS.withProperty("admin.rateLimiterIntervalInMS", "600000000"));
        alone = LocalEnsemble.create(
                folder.resolve("alone"),
                EnsembleOptions.voters(3).withSuperPassword(Account.PASSWORD).withHeap(96));
        for (LocalEnsemble ensemble : List.of(disabled, limited, alone)) {
            ensemble.host(1).server().start();
        }
        disabled.start();
        limited.start();
        awaitAnswer(alone.host(1).server());
    }

    @AfterAll
    static void close() throws IOException {
        disabled.close();
        limited.close();
        alone.close();
        account.close();
    }

    @AfterEach
    void nothingWasStoredAndNothingToldTheCredential() {
        overheard.close();
        assertThat(overheard.text()).doesNotContain(Account.PASSWORD);
        assertThat(account.uploading()).isEmpty();
        account.clear();
    }

    @Test
    void saysThatTheCommandIsDisabled() {
        int port = admin(disabled);

        fails(ServerRefusedException.class, () -> take(port), "127.0.0.1:" + port, "admin.snapshot.enabled");
    }

    @Test
    void saysThatTheServerLimitsItsSnapshots() throws IOException {
        int port = admin(limited);
        account.function(port).take(Map.of("ensemble", "orders", "scheduledTime", Account.DUE, "class", "manual"));
        account.clear();

        fails(ServerRateLimitedException.class, () -> take(port), "127.0.0.1:" + port, "rateLimiterIntervalInMS");
    }

    @Test
    void saysThatNoServerServesAndWhatEachSaid() {
        int port = admin(alone);
        int nobody = alone.host(2).server().ports().admin();

        fails(
                ServerNotServingException.class,
                () -> account.function(port, nobody).take(),
                "127.0.0.1:" + port + " is not serving requests",
                "127.0.0.1:" + nobody + " did not answer",
                "if the quorum is lost, restore the last backup");
    }

    @Test
    void saysWhatTheServerDoesNotKnow() throws IOException {
        try (FakeAdminServer server = FakeAdminServer.open().snapshot(401, "text/plain", "who?")) {
            fails(
                    ServerRefusedException.class,
                    () -> take(server.port()),
                    "127.0.0.1:" + server.port(),
                    "it does not know the credential's scheme or user",
                    "superDigest");
            assertThat(server.snapshots())
                    .as("once more with the credential read anew")
                    .isEqualTo(2);
        }
    }

    @Test
    void saysThatTheServerIsTooOldAndAsksItForNothing() throws IOException {
        try (FakeAdminServer server = FakeAdminServer.open().answering("srvr", """
                {"version": "3.9.3-c26634f34490bb0ea7a09cc51e05ede3b4e320ee", "node_count": 12,
                 "server_stats": {"server_state": "follower"}, "error": null}
                """)) {
            fails(
                    ServerNotServingException.class,
                    () -> take(server.port()),
                    "127.0.0.1:" + server.port() + ": runs ZooKeeper 3.9.3, and backups.oldestVersion is 3.9.4");
            assertThat(server.snapshots()).isZero();
        }
    }

    @Test
    void neverRepeatsWhatAProxyQuotesOfTheRequest() throws IOException {
        try (FakeAdminServer server = FakeAdminServer.open()
                .snapshot(400, "text/plain", "bad header Authorization: digest " + Account.CREDENTIAL)) {
            fails(ServerRefusedException.class, () -> take(server.port()), "HTTP 400");

            server.snapshot(
                    200, "application/json", "{\"error\": \"no such user: Digest " + Account.CREDENTIAL + "\"}");
            fails(ServerRefusedException.class, () -> take(server.port()), "answered snapshot");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "super:" + Account.PASSWORD + "\nsecond line",
                "super:" + Account.PASSWORD + "€",
                "super:" + Account.PASSWORD + "\u0000",
                Account.PASSWORD
            })
    void refusesACredentialThatNoHeaderCanCarryWithoutShowingIt(String value) throws IOException {
        account.credential(value);
        try (FakeAdminServer server = FakeAdminServer.open()) {
            fails(ServerRefusedException.class, () -> take(server.port()), "parameter /zooark/orders/admin");
            assertThat(server.snapshots()).isZero();
        }
    }

    @Test
    void saysThatThereIsNoSuchParameter(@TempDir Path folder) throws IOException {
        try (FakeAdminServer server = FakeAdminServer.open();
                Account empty = Account.withoutCredential(folder)) {
            fails(
                    ServerRefusedException.class,
                    () -> empty.function(server.port()).take(),
                    "cannot be read from parameter /zooark/orders/admin",
                    "create the SecureString parameter");
        }
    }

    private static int admin(LocalEnsemble ensemble) {
        return ensemble.host(1).server().ports().admin();
    }

    private static void take(int port) throws IOException {
        account.function(port).take();
    }

    private static void fails(Class<? extends RestoreException> error, ThrowingCallable take, String... words) {
        assertThatThrownBy(take)
                .isInstanceOf(error)
                .hasMessageContainingAll(words)
                .hasMessageContaining("\nHINT: ")
                .satisfies(thrown -> assertThat(trace(thrown)).doesNotContain(Account.PASSWORD));
        assertThat(account.keys()).isEmpty();
    }

    /** Returns all that Lambda would log of an error: its causes too. */
    private static String trace(Throwable thrown) {
        StringWriter text = new StringWriter();
        thrown.printStackTrace(new PrintWriter(text));
        return text.toString();
    }

    /** Waits until the AdminServer answers, though there is no quorum. */
    private static void awaitAnswer(LocalServer server) throws IOException {
        long deadline = System.nanoTime() + Duration.ofMinutes(1).toNanos();
        while (true) {
            try {
                server.admin().read("zabstate");
                return;
            } catch (IOException e) {
                if (System.nanoTime() > deadline) {
                    throw e;
                }
                LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
            }
        }
    }
}
