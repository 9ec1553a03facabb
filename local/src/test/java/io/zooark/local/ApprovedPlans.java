package io.zooark.local;

import io.zooark.handler.FunctionLog;
import io.zooark.handler.Wiring;
import io.zooark.local.cloud.Functions;
import io.zooark.local.cloud.HandlerFunctions;
import io.zooark.local.cloud.LogFile;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** The functions, deployed so that a person must approve every restore for as long as it is asked for. */
final class ApprovedPlans implements Functions {
    private final HandlerFunctions usual;
    private final HandlerFunctions approved;
    private volatile boolean asked;

    ApprovedPlans(Map<String, String> environment, Path log) {
        FunctionLog lines = new FunctionLog(LocalCloud.ENSEMBLE, new LogFile(log));
        Map<String, String> asking = new TreeMap<>(environment);
        asking.put(Wiring.APPROVAL, "true");
        usual = new HandlerFunctions(environment, lines);
        approved = new HandlerFunctions(asking, lines);
    }

    /** Has every restore wait for a person from now on, or not. */
    void ask(boolean asked) {
        this.asked = asked;
    }

    @Override
    public boolean exists(String name) {
        return usual.exists(name);
    }

    @Override
    public Answer invoke(String name, String payload) {
        return (asked ? approved : usual).invoke(name, payload);
    }
}
