package io.zooark.local.s3;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Asks the local cloud's S3, and what no other stand-in knows besides. */
class S3ContractTest extends S3Contract {
    private static LocalS3 local;

    S3ContractTest() {
        super(local.client());
    }

    @BeforeAll
    static void open(@TempDir Path folder) throws IOException {
        local = LocalS3.open(folder);
    }

    @AfterAll
    static void close() {
        local.close();
    }

    @Test
    void anObjectIsAPlainFile() throws IOException {
        put("hourly/orders/2026-11-22T10:00:00Z/manifest.json", "{}");

        assertThat(local.directory().resolve(bucket).resolve("hourly/orders/2026-11-22T10:00:00Z/manifest.json"))
                .hasContent("{}");
        assertThat(filesIn(local.directory().resolve(bucket))).hasSize(1);
    }

    @Test
    void aBrokenOffBodyBecomesNoObject() throws IOException {
        put("snapshot", "old");
        try (Socket socket = new Socket(
                InetAddress.getLoopbackAddress(), local.gateway().endpoint().getPort())) {
            String head = "PUT /%s/snapshot HTTP/1.1\r\nHost: x\r\nContent-Length: 100000\r\n\r\n".formatted(bucket);
            socket.getOutputStream().write((head + "half").getBytes(UTF_8));
            socket.getOutputStream().flush();
            socket.shutdownOutput();
            assertThat(new String(socket.getInputStream().readAllBytes(), UTF_8))
                    .doesNotContain("200 OK");
        }

        assertThat(get("snapshot")).isEqualTo("old");
        assertThat(keys("")).containsExactly("snapshot");
        assertThat(filesIn(local.directory().resolve(bucket))).containsExactly("snapshot");
    }
}
