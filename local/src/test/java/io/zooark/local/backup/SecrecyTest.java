package io.zooark.local.backup;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.zooark.error.RestoreException;
import io.zooark.json.Json;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** Everything that runs leave behind, good ones and others, is searched for the credential. */
@Isolated("all output is overheard")
class SecrecyTest {
    private static final String HEADER = "Authorization: digest " + Account.CREDENTIAL;
    private static final List<String> SECRETS = List.of(
            Account.PASSWORD,
            base64(Account.PASSWORD),
            base64(Account.CREDENTIAL),
            base64("digest " + Account.CREDENTIAL));

    private final Overheard overheard = Overheard.listening();
    private final StringBuilder left = new StringBuilder();

    @AfterEach
    void listenNoMore() {
        overheard.close();
    }

    @Test
    void nothingThatIsLeftBehindTellsTheCredential(@TempDir Path folder) throws IOException {
        try (Account account = Account.open(folder);
                FakeAdminServer good = FakeAdminServer.open();
                FakeAdminServer bad = FakeAdminServer.open()) {
            good.snapshot(FakeAdminServer.FOLLOWER_ZXID, Size.SMALL.bytes());
            // preferred, so that a good backup passes it over by name
            bad.answering("srvr", """
                    {"version": "3.9.5", "node_count": 12, "server_stats": {"server_state": "observer"}, "error": null}
                    """);
            int due = 0;
            for (FakeAdminServer.Reply answer : answers()) {
                bad.snapshot(answer);
                run(account, due++, bad.port());
                run(account, due++, bad.port(), good.port());
            }
            bad.answering("zabstate", "{\"error\": \"" + HEADER + "\"}");
            run(account, due++, bad.port());
            run(account, due++, bad.port(), good.port());
            run(account, due, good.port());

            for (String key : account.keys()) {
                left.append(key).append('\n');
                if (key.endsWith(".json")) {
                    left.append(new String(account.read(key), UTF_8)).append('\n');
                }
            }
            account.logged().forEach(line -> left.append(line).append('\n'));
        }
        left.append(overheard.text());

        assertThat(left).as("it was looked at").contains("passedOver", "CONSISTENT", "HTTP 401", "HTTP 403", "HINT: ");
        assertThat(SECRETS).filteredOn(secret -> left.indexOf(secret) >= 0).isEmpty();
    }

    /** Returns what a server, or what stands before it, may say of a request that it does not like. */
    private static List<FakeAdminServer.Reply> answers() {
        return List.of(
                FakeAdminServer.page(401, "text/plain", "who is " + HEADER),
                FakeAdminServer.page(403, "application/json", "{\"error\": \"" + HEADER + "\"}"),
                FakeAdminServer.page(500, "text/html", "<html>\n<pre>GET /snapshot\n" + HEADER + "</pre></html>"),
                FakeAdminServer.page(500, "text/plain", HEADER),
                FakeAdminServer.page(400, "text/plain", "bad request: " + HEADER),
                FakeAdminServer.page(400, "text/plain", "no such user: " + Account.CREDENTIAL),
                FakeAdminServer.page(400, "text/plain", "no such user: " + base64(Account.CREDENTIAL)),
                FakeAdminServer.page(
                        200, "application/json", "{\"error\": \"no such user: " + Account.CREDENTIAL + "\"}"),
                FakeAdminServer.page(200, "text/plain", HEADER),
                FakeAdminServer.page(200, "text/plain", base64(Account.CREDENTIAL)));
    }

    private void run(Account account, int hour, Integer... ports) throws IOException {
        String due = "2026-11-%02dT%02d:00:00Z".formatted(1 + hour / 24, hour % 24);
        try {
            left.append(Json.write(account.function(ports).take(Map.of("ensemble", "orders", "scheduledTime", due))));
        } catch (RestoreException e) {
            StringWriter trace = new StringWriter();
            e.printStackTrace(new PrintWriter(trace));
            left.append(trace);
        }
        left.append('\n');
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
    }
}
