package io.zooark.local.bench;

import static java.util.Objects.requireNonNull;

import io.zooark.json.Json;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/** TakeSnapshot in a JVM of its own, as Lambda runs it: the first call finds it cold, every later one warm. */
final class Taker implements AutoCloseable {
    private static final Instant FIRST = Instant.parse("2026-11-22T10:00:00Z");

    private final Child child;
    private int taken;

    private Taker(Child child) {
        this.child = child;
    }

    /** Starts it with the environment of the function. */
    static Taker start(LambdaJvm jvm, Map<String, String> environment, Path log) throws IOException {
        return new Taker(
                Child.start(new Child.Launch(List.of(), jvm.options(), TakerMain.class, List.of(), environment), log));
    }

    /**
     * Asks for one snapshot.
     *
     * @param way how to take it
     * @param event what the schedule sends
     */
    record Request(Way way, Map<String, String> event) {
        Request {
            requireNonNull(way, "way is null");
            event = Map.copyOf(event);
        }
    }

    /**
     * What was taken.
     *
     * @param verdict what the verifier said
     * @param bytes length of the snapshot
     * @param role of the server that it was taken from
     */
    record Answer(String verdict, long bytes, String role) {
        Answer {
            requireNonNull(verdict, "verdict is null");
            requireNonNull(role, "role is null");
        }

        @Override
        public String toString() {
            return verdict + " from a " + role;
        }
    }

    /** Takes the next hour's snapshot. */
    Answer take(Way way) throws IOException {
        Instant due = FIRST.plus(Duration.ofHours(taken++));
        Request request = new Request(way, Map.of("ensemble", Stage.ENSEMBLE, "scheduledTime", due.toString()));
        return Json.mapper().readValue(child.ask(Json.write(request)), Answer.class);
    }

    /** Returns the most memory that its process ever had in RAM, in MB; empty where the system does not tell. */
    OptionalDouble peakMegabytes() throws IOException {
        return child.peakMegabytes();
    }

    @Override
    public void close() {
        child.close();
    }
}
