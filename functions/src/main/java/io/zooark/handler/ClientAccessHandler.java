package io.zooark.handler;

import static java.util.Objects.requireNonNull;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import io.zooark.restore.ClientAccess;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** Lambda entry point of {@link ClientAccess}. */
public final class ClientAccessHandler implements RequestStreamHandler {
    private final ClientAccess clientAccess;

    /** Called by the Lambda runtime, once for each execution environment. */
    public ClientAccessHandler() {
        this(Wiring.fromEnvironment(System.getenv()).clientAccess());
    }

    /** Called by those who wire the function themselves. */
    public ClientAccessHandler(ClientAccess clientAccess) {
        this.clientAccess = requireNonNull(clientAccess, "clientAccess is null");
    }

    @Override
    public void handleRequest(InputStream event, OutputStream answer, Context context) throws IOException {
        Lambda.answer(event, answer, ClientAccess.Request.class, clientAccess::change);
    }
}
