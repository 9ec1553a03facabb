package io.zooark.local.stepfunctions;

import io.zooark.local.cloud.Functions;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;

/** Functions that answer as a test wrote them, and remember what they were asked. */
final class ScriptedFunctions implements Functions {
    private final Map<String, UnaryOperator<String>> scripts = new ConcurrentHashMap<>();
    private final List<String> calls = new CopyOnWriteArrayList<>();

    /** What a script throws to let its function fail. */
    static final class FunctionError extends RuntimeException {
        private final String type;

        FunctionError(String type, String message) {
            super(message);
            this.type = type;
        }

        private Answer answer() {
            return new Answer(
                    "{\"errorMessage\":\"%s\",\"errorType\":\"%s\",\"stackTrace\":[]}".formatted(getMessage(), type),
                    true);
        }
    }

    ScriptedFunctions script(String name, UnaryOperator<String> script) {
        scripts.put(name, script);
        return this;
    }

    List<String> calls() {
        return calls;
    }

    @Override
    public boolean exists(String name) {
        return scripts.containsKey(name);
    }

    @Override
    public Answer invoke(String name, String payload) {
        calls.add(name + " " + payload);
        UnaryOperator<String> script = scripts.get(name);
        if (script == null) {
            throw new IllegalArgumentException("no function " + name);
        }
        try {
            return new Answer(script.apply(payload), false);
        } catch (FunctionError e) {
            return e.answer();
        }
    }
}
