package io.zooark.handler;

import static java.util.Objects.requireNonNull;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import io.zooark.restore.RestoreServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** Lambda entry point of {@link RestoreServer}. */
public final class RestoreServerHandler implements RequestStreamHandler {
    private final RestoreServer restoreServer;

    /** Called by the Lambda runtime, once for each execution environment. */
    public RestoreServerHandler() {
        this(Wiring.fromEnvironment(System.getenv()).restoreServer());
    }

    /** Called by those who wire the function themselves. */
    public RestoreServerHandler(RestoreServer restoreServer) {
        this.restoreServer = requireNonNull(restoreServer, "restoreServer is null");
    }

    @Override
    public void handleRequest(InputStream event, OutputStream answer, Context context) throws IOException {
        Lambda.answer(event, answer, RestoreServer.Request.class, restoreServer::restore);
    }
}
