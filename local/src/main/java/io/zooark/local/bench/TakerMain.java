package io.zooark.local.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import io.zooark.aws.S3Vault;
import io.zooark.ensemble.Credential;
import io.zooark.ensemble.Ensemble;
import io.zooark.handler.TakeSnapshotHandler;
import io.zooark.handler.Wiring;
import io.zooark.invocation.Invocation;
import io.zooark.json.Json;
import io.zooark.local.cloud.LocalContext;
import io.zooark.snapshot.Examination;
import io.zooark.snapshot.Manifest;
import io.zooark.snapshot.TakeSnapshot;
import io.zooark.snapshot.Timing;
import io.zooark.snapshot.Vault;
import io.zooark.snapshot.Verdict;
import io.zooark.zookeeper.HttpAdminServers;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/** The process of a {@link Taker}: its environment is that of the function. */
final class TakerMain {
    private static final Duration TIMEOUT = Duration.ofMinutes(15);

    private final Map<String, String> environment = System.getenv();
    private final Map<Way, OneTaking> ways = new EnumMap<>(Way.class);
    private @Nullable TakeSnapshotHandler handler;

    private TakerMain() {}

    /** Answers each {@link Taker.Request}. */
    public static void main(String[] arguments) throws InterruptedException {
        TakerMain taker = new TakerMain();
        Questions.answerAll(question -> Json.write(taker.take(question)));
    }

    private Taker.Answer take(String question) throws IOException {
        Taker.Request request = Json.mapper().readValue(question, Taker.Request.class);
        if (request.way() == Way.FUNCTION) {
            return invoke(Json.write(request.event()));
        }
        OneTaking way = ways.get(request.way());
        if (way == null) {
            way = oneTaking(request.way());
            ways.put(request.way(), way);
        }
        return way.take(Json.mapper().convertValue(request.event(), TakeSnapshot.Request.class));
    }

    private Taker.Answer invoke(String event) throws IOException {
        TakeSnapshotHandler function = handler;
        if (function == null) {
            function = new TakeSnapshotHandler();
            handler = function;
        }
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        function.handleRequest(
                new ByteArrayInputStream(event.getBytes(UTF_8)), answer, new LocalContext("TakeSnapshot", TIMEOUT));
        JsonNode taken = Json.mapper().readTree(answer.toByteArray());
        return new Taker.Answer(
                taken.path("verdict").asText(),
                taken.path("manifest").path("examination").path("bytes").asLong(),
                taken.path("manifest").path("source").path("role").asText());
    }

    private OneTaking oneTaking(Way way) throws IOException {
        Ensemble ensemble = Json.mapper().readValue(environment.get(Wiring.ENSEMBLE), Ensemble.class);
        Vault vault = way == Way.DISCARDING
                ? new DiscardingVault()
                : new S3Vault(Uploads.client(URI.create(environment.get("AWS_ENDPOINT_URL"))), Stage.BUCKET);
        ExecutorService executor = Executors.newCachedThreadPool(work -> {
            Thread thread = new Thread(work, "bench");
            thread.setDaemon(true);
            return thread;
        });
        OneAttempt examiner = new OneAttempt();
        return new OneTaking(
                new TakeSnapshot(
                        ensemble,
                        new HttpAdminServers("http", new Known(), executor, HttpAdminServers.Timeouts.DEFAULT),
                        vault,
                        examiner,
                        name -> Optional.empty(),
                        executor,
                        Timing.usual()),
                examiner);
    }

    /** TakeSnapshot, and who says what it would have called the snapshot. */
    private record OneTaking(TakeSnapshot takeSnapshot, OneAttempt examiner) {
        Taker.Answer take(TakeSnapshot.Request request) {
            Manifest manifest =
                    takeSnapshot.take(request, Invocation.unwatched()).manifest();
            Examination examination = manifest.examination();
            Verdict verdict = examiner.torn() ? Verdict.TORN : examination.verdict();
            return new Taker.Answer(
                    verdict.name(),
                    examination.bytes(),
                    manifest.source().role().toString());
        }
    }

    private static final class Known implements Credential {
        @Override
        public String digest() {
            return Stage.CREDENTIAL;
        }

        @Override
        public void forget() {}
    }
}
