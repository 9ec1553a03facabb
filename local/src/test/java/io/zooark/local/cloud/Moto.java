package io.zooark.local.cloud;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.zooark.json.Json;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;

/** Another stand-in for AWS, where it is installed: its server, in a process of its own. */
public final class Moto implements AutoCloseable {
    private final Process process;
    private final int port;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private Moto(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /** Starts it, or leaves the calling test out and says why. */
    public static Moto started() throws IOException {
        return started(Map.of());
    }

    /**
     * Starts it so that what its state machines call is answered by another endpoint, or leaves the calling test out.
     *
     * @param gateway where functions are invoked
     */
    public static Moto calling(URI gateway) throws IOException, InterruptedException {
        // the port under which its interpreter takes itself to be reachable
        Moto moto = started(Map.of("MOTO_PORT", String.valueOf(gateway.getPort())));
        moto.reset();
        return moto;
    }

    /** Forgets everything: its interpreter takes one execution, and answers 500 to a second one. */
    public void reset() throws IOException, InterruptedException {
        send(HttpRequest.newBuilder(endpoint().resolve("/moto-api/reset")).POST(HttpRequest.BodyPublishers.noBody()));
        send(HttpRequest.newBuilder(endpoint().resolve("/moto-api/config"))
                .POST(HttpRequest.BodyPublishers.ofString(
                        Json.write(Map.of("stepfunctions", Map.of("execute_state_machine", true))))));
    }

    private static Moto started(Map<String, String> environment) throws IOException {
        assumeTrue(
                Pattern.compile(File.pathSeparator)
                        .splitAsStream(System.getenv("PATH"))
                        .anyMatch(folder -> Files.isExecutable(Path.of(folder, "moto_server"))),
                "moto_server is not on the PATH: pip install 'moto[server]' for this second opinion");
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        ProcessBuilder builder = new ProcessBuilder("moto_server", "-H", "127.0.0.1", "-p", String.valueOf(port))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD);
        builder.environment().putAll(environment);
        Moto moto = new Moto(builder.start(), port);
        try {
            moto.awaitListening();
            return moto;
        } catch (IOException e) {
            moto.close();
            throw e;
        }
    }

    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + port);
    }

    /** Calls an action of its Step Functions. */
    public JsonNode stepFunctions(String action, Map<String, ?> request) throws IOException, InterruptedException {
        return Json.mapper()
                .readTree(send(HttpRequest.newBuilder(endpoint())
                        .header("X-Amz-Target", "AWSStepFunctions." + action)
                        .header("Content-Type", "application/x-amz-json-1.0")
                        // by the scope in it the service is found; the signature is not looked at
                        .header(
                                "Authorization",
                                "AWS4-HMAC-SHA256 Credential=local/20261122/us-east-1/states/aws4_request,"
                                        + " SignedHeaders=host, Signature=0")
                        .POST(HttpRequest.BodyPublishers.ofString(Json.write(request)))));
    }

    private String send(HttpRequest.Builder request) throws IOException, InterruptedException {
        HttpResponse<String> response =
                http.send(request.timeout(Duration.ofMinutes(1)).build(), HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() / 100 != 2) {
            throw new IOException("moto answered HTTP " + response.statusCode() + ": " + response.body());
        }
        return response.body();
    }

    private void awaitListening() throws IOException {
        long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (true) {
            try {
                new Socket(InetAddress.getLoopbackAddress(), port).close();
                return;
            } catch (IOException e) {
                if (System.nanoTime() > deadline || !process.isAlive()) {
                    throw new IOException("moto_server does not listen on port " + port, e);
                }
                LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
            }
        }
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                throw new IllegalStateException("moto_server " + process.pid() + " does not end");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
