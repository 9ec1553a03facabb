package io.zooark.local.artefact;

import static java.util.Objects.requireNonNull;

import io.zooark.local.cloud.Functions;
import io.zooark.local.cloud.HandlerFunctions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** The product's functions as they are deployed: each in an environment of its own, started with its first event. */
public final class DeployedFunctions implements Functions, AutoCloseable {
    private final Path code;
    private final Map<String, String> variables;
    private final Map<String, ExecutionEnvironment> environments = new TreeMap<>();

    /**
     * Deploys all functions.
     *
     * @param code the folder with the unpacked jar
     * @param variables the functions' environment variables
     */
    public DeployedFunctions(Path code, Map<String, String> variables) {
        this.code = requireNonNull(code, "code is null");
        this.variables = Map.copyOf(variables);
    }

    Map<String, String> variables() {
        return variables;
    }

    /** Returns the names of the functions that have been invoked. */
    synchronized Set<String> invoked() {
        return Set.copyOf(environments.keySet());
    }

    /** Returns what each function that has been invoked was seen to need. */
    public synchronized List<Measured> measured(String doing) throws IOException {
        List<Measured> measured = new ArrayList<>();
        for (Map.Entry<String, ExecutionEnvironment> one : environments.entrySet()) {
            measured.add(Measured.of(one.getKey(), doing, one.getValue(), Optional.empty()));
        }
        return measured;
    }

    @Override
    public boolean exists(String name) {
        return HandlerFunctions.names().contains(name);
    }

    @Override
    public Answer invoke(String name, String payload) {
        RuntimeApi.Answer answer = environment(name).invoke(payload);
        return new Answer(answer.payload(), answer.failed());
    }

    private synchronized ExecutionEnvironment environment(String name) {
        return environments.computeIfAbsent(name, function -> {
            try {
                return ExecutionEnvironment.start(function, code, variables);
            } catch (IOException e) {
                throw new UncheckedIOException("cannot start " + function, e);
            }
        });
    }

    @Override
    public synchronized void close() {
        environments.values().forEach(ExecutionEnvironment::close);
    }
}
