package io.zooark.handler;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import io.zooark.restore.BriefRestore;
import io.zooark.restore.PlanRestore;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** Lambda entry point of {@link PlanRestore}. */
public final class PlanRestoreHandler implements RequestStreamHandler {
    private final Lambda<PlanRestore.Request, ?> lambda;

    /** Called by the Lambda runtime, once for each execution environment. */
    public PlanRestoreHandler() {
        this(Wiring.fromEnvironment(System.getenv()));
    }

    private PlanRestoreHandler(Wiring wiring) {
        this(wiring.planRestore(), wiring.briefRestore(), wiring.log());
    }

    /** Called by those who wire the function themselves. */
    public PlanRestoreHandler(PlanRestore planRestore, BriefRestore briefRestore, FunctionLog log) {
        lambda = new Lambda<>(
                "PlanRestore",
                PlanRestore.Request.class,
                log,
                (request, invocation) -> briefRestore.brief(planRestore.plan(request)));
    }

    @Override
    public void handleRequest(InputStream event, OutputStream answer, Context context) throws IOException {
        lambda.answer(event, answer, context);
    }
}
