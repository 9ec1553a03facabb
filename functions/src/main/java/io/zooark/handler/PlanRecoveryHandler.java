package io.zooark.handler;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import io.zooark.restore.PlanRecovery;
import io.zooark.restore.Vitals;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** Lambda entry point of {@link PlanRecovery}. */
public final class PlanRecoveryHandler implements RequestStreamHandler {
    private final Lambda<PlanRecovery.Request, ?> lambda;

    /** Called by the Lambda runtime, once for each execution environment. */
    public PlanRecoveryHandler() {
        this(Wiring.fromEnvironment(System.getenv()));
    }

    private PlanRecoveryHandler(Wiring wiring) {
        this(wiring.planRecovery(), wiring.vitals(), wiring.log());
    }

    /** Called by those who wire the function themselves. */
    public PlanRecoveryHandler(PlanRecovery planRecovery, Vitals vitals, FunctionLog log) {
        lambda = new Lambda<>(
                "PlanRecovery",
                PlanRecovery.Request.class,
                log,
                (request, invocation) ->
                        vitals.measured(request.action(), planRecovery.plan(request), invocation.journal()));
    }

    @Override
    public void handleRequest(InputStream event, OutputStream answer, Context context) throws IOException {
        lambda.answer(event, answer, context);
    }
}
