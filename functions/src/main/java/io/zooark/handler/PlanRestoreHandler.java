package io.zooark.handler;

import static java.util.Objects.requireNonNull;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import io.zooark.restore.PlanRestore;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** Lambda entry point of {@link PlanRestore}. */
public final class PlanRestoreHandler implements RequestStreamHandler {
    private final PlanRestore planRestore;

    /** Called by the Lambda runtime, once for each execution environment. */
    public PlanRestoreHandler() {
        this(Wiring.fromEnvironment(System.getenv()).planRestore());
    }

    /** Called by those who wire the function themselves. */
    public PlanRestoreHandler(PlanRestore planRestore) {
        this.planRestore = requireNonNull(planRestore, "planRestore is null");
    }

    @Override
    public void handleRequest(InputStream event, OutputStream answer, Context context) throws IOException {
        Lambda.answer(event, answer, PlanRestore.Request.class, planRestore::plan);
    }
}
