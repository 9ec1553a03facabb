package io.zooark.statemachine;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.zooark.snapshot.Cksum;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Placement by the real curl and cksum, from an HTTP server of the test's own. */
class PlaceTest {
    private static final String SNAPSHOT = "ZKSN rewritten snapshot ".repeat(5_000);
    private static final String PLACED = "data/version-2/snapshot.200000a";

    private final StandInHost host;
    private final HttpServer store;
    private final List<String> ranges = new ArrayList<>();
    private volatile String stored = SNAPSHOT;
    private volatile int status = 200;
    private volatile boolean breaks;
    private volatile Meanwhile meanwhile = () -> {};

    PlaceTest(@TempDir Path folder) throws IOException {
        host = new StandInHost(folder);
        host.withoutSync().oldData().held();
        store = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    }

    @BeforeEach
    void open() throws Exception {
        store.createContext("/", this::serve);
        store.start();
        host.with(
                        "Url",
                        "http://127.0.0.1:%d/s?X-Amz-Signature=secret"
                                .formatted(store.getAddress().getPort()))
                .with("Bytes", String.valueOf(SNAPSHOT.length()))
                .with("Cksum", String.valueOf(cksum(SNAPSHOT)));
        assertThat(host.run("set-aside").exitStatus()).isZero();
    }

    @AfterEach
    void close() {
        store.stop(0);
    }

    @Test
    void placesTheSnapshotUnderItsZxid() throws Exception {
        assertThat(host.run("place").json())
                .hasToString("{\"action\":\"place\",\"placed\":\"snapshot.200000a\",\"bytes\":%d,\"cksum\":%d}"
                        .formatted(SNAPSHOT.length(), cksum(SNAPSHOT)));
        assertThat(host.read(PLACED)).isEqualTo(SNAPSHOT);
        assertThat(host.path("data/set-aside/r-1")).isDirectoryNotContaining("glob:**placing*");
    }

    @Test
    void answersTheSameWhenItIsDeliveredAgainToARunningServer() throws Exception {
        Answer first = host.run("place");
        host.run("start");
        host.write("data/version-2/log.600000001", "written since");

        assertThat(host.run("place").standardOutput()).isEqualTo(first.standardOutput());
    }

    @Test
    void goesOnWhereTheConnectionBroke() throws Exception {
        breaks = true;

        assertThat(host.run("place").exitStatus()).isZero();
        assertThat(host.read(PLACED)).isEqualTo(SNAPSHOT);
        assertThat(ranges).hasSize(2).last().asString().startsWith("bytes=").isNotEqualTo("bytes=0-");
    }

    @Test
    void refusesOtherBytesOfTheSameSize() throws Exception {
        stored = SNAPSHOT.replace('r', 'x');

        refusesSaying("checksum " + cksum(stored) + ", not " + cksum(SNAPSHOT));
    }

    @Test
    void refusesFewerBytes() throws Exception {
        stored = SNAPSHOT.substring(5);

        refusesSaying("has %d bytes, not %d".formatted(stored.length(), SNAPSHOT.length()));
    }

    @Test
    void refusesMoreBytes() throws Exception {
        stored = SNAPSHOT + "more";

        refusesSaying("curl cannot fetch the snapshot: exit status 63");
    }

    @Test
    void saysWhatAnExpiredAddressIsAndNotTheAddress() throws Exception {
        status = 403;

        Answer answer = refusesSaying("HTTP status 403");
        assertThat(answer.json().get("hint").asText()).startsWith("the address has expired");
        assertThat(ranges).as("asked once").hasSize(1);
    }

    @Test
    void saysThatTheDiskIsFull() throws Exception {
        host.write("tools/curl", "#!/bin/sh\nprintf 200\nexit 23\n");
        assertThat(host.path("tools/curl").toFile().setExecutable(true)).isTrue();

        Answer answer = refusesSaying("curl cannot fetch the snapshot: exit status 23");
        assertThat(answer.json().get("hint").asText()).startsWith("free %d bytes".formatted(SNAPSHOT.length()));
        assertThat(host.path("data/set-aside/r-1")).isDirectoryNotContaining("glob:**placing*");
    }

    @Test
    void leavesTheAddressNowhere() throws Exception {
        Answer answer = host.run("place");

        assertThat(answer.toString()).doesNotContain("secret");
        assertThat(host.inventory().values()).noneMatch(content -> content.contains("secret"));
    }

    @Test
    void refusesBesideWhatAServerHasWritten() throws Exception {
        host.write("logs/version-2/log.600000001", "written by nobody knows whom");

        refusesSaying("log.600000001 was written after the old files were set aside");
    }

    @Test
    void refusesWhereNothingWasSetAside() throws Exception {
        host.with("RestoreId", "r-2");

        refusesSaying("restore r-2 has not set the old files aside");
    }

    @Test
    void refusesAnotherEpochThanTheServerWasGiven() throws Exception {
        host.with("Epoch", "7");

        refusesSaying("acceptedEpoch holds '6', not 7");
    }

    @Test
    void neverOverwritesAnotherFile() throws Exception {
        host.write(PLACED, "another");

        refusesSaying("has 7 bytes, not");
    }

    @Test
    void refusesARunningServer() throws Exception {
        host.write("state/pid", ProcessHandle.current().pid() + "\n");

        refusesSaying("not stopped");
    }

    /** While it fetches, others may act: a recovery does not wait for a slow network. */
    @Test
    void placesNothingWhenItWasOvertakenWhileItFetched() throws Exception {
        meanwhile = () -> host.write("root/var/lib/zooark/order", "9.0");

        Answer answer = refusesSaying("stale: order 1.0 is below 9.0");
        assertThat(answer.json().get("stale").asBoolean()).isTrue();
        assertThat(host.path("data/set-aside/r-1")).isDirectoryNotContaining("glob:**placing*");
    }

    @Test
    void holdsNoLockWhileItFetches() throws Exception {
        List<Boolean> locked = new ArrayList<>();
        meanwhile = () -> locked.add(host.has("root/run/zooark/lock"));

        assertThat(host.run("place").exitStatus()).isZero();
        assertThat(locked).containsExactly(false);
    }

    @Test
    void endsTheSameWhereverItIsKilled() throws Exception {
        Set<Map<String, String>> moments = host.momentsOf("place");
        Map<String, String> expected = host.dataInventory();

        for (Map<String, String> moment : moments) {
            host.reset(moment);

            Answer again = host.run("place");

            assertThat(again.exitStatus()).as(again.toString()).isZero();
            assertThat(host.dataInventory()).isEqualTo(expected);
        }
        assertThat(moments).hasSizeGreaterThan(5);
    }

    private Answer refusesSaying(String error) throws IOException, InterruptedException {
        Map<String, String> before = host.dataInventory();

        Answer answer = host.run("place");

        assertThat(answer.exitStatus()).isEqualTo(1);
        assertThat(answer.json().get("error").asText()).contains(error);
        assertThat(answer.toString()).doesNotContain("secret");
        assertThat(host.dataInventory()).isEqualTo(before);
        return answer;
    }

    private void serve(HttpExchange exchange) throws IOException {
        String range = exchange.getRequestHeaders().getFirst("Range");
        ranges.add(String.valueOf(range));
        meanwhile.happens();
        byte[] bytes = stored.getBytes(ISO_8859_1);
        int from = range == null ? 0 : Integer.parseInt(range.replaceAll("\\D", ""));
        int length = bytes.length - from;
        if (status == 200 && range != null) {
            exchange.getResponseHeaders()
                    .set("Content-Range", "bytes %d-%d/%d".formatted(from, bytes.length - 1, bytes.length));
        }
        exchange.sendResponseHeaders(status == 200 && range != null ? 206 : status, length);
        try (OutputStream body = exchange.getResponseBody()) {
            int sent = breaks && range == null ? length / 2 : length;
            body.write(bytes, from, sent);
            body.flush();
        } finally {
            exchange.close();
        }
    }

    private static long cksum(String text) {
        Cksum cksum = new Cksum();
        cksum.update(text.getBytes(ISO_8859_1));
        return cksum.getValue();
    }

    /** What somebody else does on the host while the snapshot is fetched. */
    private interface Meanwhile {
        void happens() throws IOException;
    }
}
