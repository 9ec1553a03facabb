package io.zooark.handler;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import io.zooark.restore.PreparePlacement;
import io.zooark.restore.RestoreServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** Lambda entry point of {@link RestoreServer}, and of {@link PreparePlacement}, which needs the same of AWS. */
public final class RestoreServerHandler implements RequestStreamHandler {
    private final Lambda<RestoreServer.Request, ?> lambda;

    /** Called by the Lambda runtime, once for each execution environment. */
    public RestoreServerHandler() {
        this(Wiring.fromEnvironment(System.getenv()));
    }

    private RestoreServerHandler(Wiring wiring) {
        this(wiring.restoreServer(), wiring.preparePlacement(), wiring.log());
    }

    /** Called by those who wire the function themselves. */
    public RestoreServerHandler(RestoreServer restoreServer, PreparePlacement preparePlacement, FunctionLog log) {
        lambda = new Lambda<>(
                "RestoreServer",
                RestoreServer.Request.class,
                log,
                (request, invocation) -> request.action() == RestoreServer.Action.PREPARE
                        ? Timed.answer(preparePlacement.prepare(request))
                        : Timed.answer(restoreServer.restore(request)));
    }

    @Override
    public void handleRequest(InputStream event, OutputStream answer, Context context) throws IOException {
        lambda.answer(event, answer, context);
    }
}
