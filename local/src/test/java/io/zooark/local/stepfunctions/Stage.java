package io.zooark.local.stepfunctions;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;

/** A Step Functions of its own for one test: pauses take no time and are remembered. */
final class Stage implements AutoCloseable {
    static final Duration LONG = Duration.ofSeconds(30);
    static final String MACHINE = "restore-orders";

    private final List<Duration> pauses = new CopyOnWriteArrayList<>();
    private final ScriptedFunctions functions = new ScriptedFunctions();
    private final StepFunctions service;

    Stage() {
        this(Clock.systemUTC());
    }

    Stage(Clock clock) {
        service = new StepFunctions(
                functions,
                asked -> {
                    pauses.add(asked);
                    return Duration.ZERO;
                },
                clock);
    }

    Stage script(String name, UnaryOperator<String> script) {
        functions.script(name, script);
        return this;
    }

    /** Deploys a machine whose States these are; the first of them starts. */
    Stage deploy(String states) {
        String start = Json.read(states).fieldNames().next();
        String asl = "{\"StartAt\": \"%s\", \"States\": %s}".formatted(start, states);
        service.register(StateMachine.define(MACHINE, asl, Map.of()));
        return this;
    }

    /** Starts the deployed machine and waits for its end. */
    Execution run(String input) throws InterruptedException {
        return service.start(MACHINE, input).await(LONG);
    }

    /** Runs one Pass state with this field and returns its output. */
    static String pass(String fields, String input) throws InterruptedException {
        try (Stage stage = new Stage()) {
            Execution execution = stage.deploy("{\"P\": {\"Type\": \"Pass\", %s, \"End\": true}}".formatted(fields))
                    .run(input);
            return execution
                    .output()
                    .orElseGet(() -> execution.error().orElse("") + ": "
                            + execution.cause().orElse(""));
        }
    }

    StepFunctions service() {
        return service;
    }

    List<String> calls() {
        return functions.calls();
    }

    List<Duration> pauses() {
        return pauses;
    }

    /** A clock that goes on by a second whenever it is read. */
    static Clock tickingClock() {
        return new Clock() {
            private Instant next = Instant.parse("2026-03-01T12:00:00Z");

            @Override
            public ZoneOffset getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                return this;
            }

            @Override
            public synchronized Instant instant() {
                next = next.plusSeconds(1);
                return next;
            }
        };
    }

    @Override
    public void close() {
        service.close();
    }
}
