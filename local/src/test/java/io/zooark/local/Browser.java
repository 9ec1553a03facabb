package io.zooark.local;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.zooark.json.Json;
import java.io.Closeable;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A headless Chromium that is told what to do over its DevTools protocol, and remembers what a page asked for and said. */
final class Browser implements Closeable {
    private static final List<String> NAMES = List.of("chromium", "chromium-browser", "google-chrome");
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Process process;
    private final WebSocket socket;
    private final BlockingQueue<JsonNode> received = new LinkedBlockingQueue<>();
    private final List<JsonNode> events = new ArrayList<>();
    private String session = "";
    private int last;

    private Browser(Process process, String address) {
        this.process = process;
        this.socket = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .buildAsync(URI.create(address), new Receiver())
                .join();
    }

    /** Returns where Chromium is installed; empty where it is not. */
    static Optional<Path> installed() {
        return NAMES.stream()
                .flatMap(name -> Pattern.compile(File.pathSeparator)
                        .splitAsStream(System.getenv("PATH"))
                        .map(folder -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** Starts the browser with a profile of its own. */
    static Browser start(Path executable, Path folder) throws IOException {
        Path profile = Demo.emptied(folder);
        Process process = new ProcessBuilder(
                        executable.toString(),
                        "--headless=new",
                        "--no-sandbox", // root, in a container, looking at a page of our own
                        "--disable-gpu",
                        "--disable-dev-shm-usage",
                        "--no-first-run",
                        "--hide-scrollbars",
                        "--remote-debugging-port=0",
                        "--user-data-dir=" + profile,
                        "about:blank")
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("chromium.log").toFile())
                .start();
        try {
            Browser browser = new Browser(process, address(process, profile.resolve("DevToolsActivePort")));
            browser.attach();
            return browser;
        } catch (IOException | RuntimeException e) {
            end(process);
            throw e;
        }
    }

    private static String address(Process process, Path file) throws IOException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            List<String> lines = Files.exists(file) ? Files.readAllLines(file, UTF_8) : List.of();
            if (lines.size() == 2) {
                return "ws://127.0.0.1:" + lines.get(0) + lines.get(1);
            }
            if (System.nanoTime() > deadline || !process.isAlive()) {
                throw new IOException("chromium does not listen: see " + file.resolveSibling("chromium.log"));
            }
            LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
        }
    }

    private void attach() throws IOException {
        String target = command("Target.createTarget", Map.of("url", "about:blank"))
                .path("targetId")
                .asText();
        session = command("Target.attachToTarget", Map.of("targetId", target, "flatten", true))
                .path("sessionId")
                .asText();
        for (String domain : List.of("Page", "Network", "Log", "Runtime")) {
            command(domain + ".enable", Map.of());
        }
    }

    /** Opens a page in a window of a width, in light or dark, and waits until it is there. */
    void open(URI page, int width, boolean dark) throws IOException {
        events.clear();
        command(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", 900, "deviceScaleFactor", 1, "mobile", false));
        command(
                "Emulation.setEmulatedMedia",
                Map.of(
                        "media",
                        "",
                        "features",
                        List.of(Map.of("name", "prefers-color-scheme", "value", dark ? "dark" : "light"))));
        command("Page.navigate", Map.of("url", page.toString()));
        await("Page.loadEventFired");
    }

    /** Returns what an expression is in the page. */
    JsonNode evaluate(String expression) throws IOException {
        JsonNode answer = command("Runtime.evaluate", Map.of("expression", expression, "returnByValue", true));
        if (answer.has("exceptionDetails")) {
            throw new IOException(expression + ": " + answer.path("exceptionDetails"));
        }
        return answer.path("result").path("value");
    }

    /** Returns the addresses that the page has asked for, its own among them. */
    List<String> requests() {
        return named("Network.requestWillBeSent")
                .map(event -> event.at("/params/request/url").asText())
                // an empty picture in place of one that a browser would look for by itself
                .filter(url -> !url.startsWith("data:"))
                .toList();
    }

    /** Returns what the page, or the browser about it, has written to the console. */
    List<String> complaints() {
        return Stream.of("Log.entryAdded", "Runtime.consoleAPICalled", "Runtime.exceptionThrown")
                .flatMap(this::named)
                .map(event -> event.path("params").toString())
                .toList();
    }

    private Stream<JsonNode> named(String method) {
        return events.stream().filter(event -> event.path("method").asText().equals(method));
    }

    /** Writes the whole page as a picture. */
    void screenshot(Path file) throws IOException {
        JsonNode answer = command("Page.captureScreenshot", Map.of("format", "png", "captureBeyondViewport", true));
        Files.write(file, Base64.getDecoder().decode(answer.path("data").asText()));
    }

    private JsonNode command(String method, Map<String, ?> parameters) throws IOException {
        ObjectNode message = Json.mapper().createObjectNode();
        message.put("id", ++last);
        message.put("method", method);
        message.set("params", Json.mapper().valueToTree(parameters));
        if (!session.isEmpty()) {
            message.put("sessionId", session);
        }
        socket.sendText(message.toString(), true).join();
        while (true) {
            JsonNode answer = next(method);
            if (answer.path("id").asInt() == last) {
                if (answer.has("error")) {
                    throw new IOException(method + ": " + answer.path("error"));
                }
                return answer.path("result");
            }
        }
    }

    private void await(String event) throws IOException {
        while (named(event).findAny().isEmpty()) {
            next(event);
        }
    }

    private JsonNode next(String awaited) throws IOException {
        try {
            JsonNode message = received.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            if (message == null) {
                throw new IOException("chromium says nothing for " + PATIENCE + " while awaiting " + awaited);
            }
            if (message.has("method")) {
                events.add(message);
            }
            return message;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while awaiting " + awaited, e);
        }
    }

    @Override
    public void close() {
        socket.abort();
        end(process);
    }

    private static void end(Process process) {
        List<ProcessHandle> all = Stream.concat(process.descendants(), Stream.of(process.toHandle()))
                .toList();
        all.forEach(ProcessHandle::destroyForcibly);
        all.forEach(each -> each.onExit().join());
    }

    private final class Receiver implements WebSocket.Listener {
        private final StringBuilder text = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket from, CharSequence part, boolean whole) {
            text.append(part);
            if (whole) {
                try {
                    received.add(Json.mapper().readTree(text.toString()));
                } catch (IOException e) {
                    throw new IllegalStateException("chromium sent what is not JSON", e);
                }
                text.setLength(0);
            }
            from.request(1);
            return CompletableFuture.completedStage(null);
        }
    }
}
