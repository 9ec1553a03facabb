package io.zooark.handler;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import io.zooark.restore.ClientAccess;
import io.zooark.restore.FencedClientAccess;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** Lambda entry point of {@link ClientAccess}. */
public final class ClientAccessHandler implements RequestStreamHandler {
    private final Lambda<ClientAccess.Request, ?> lambda;

    /** Called by the Lambda runtime, once for each execution environment. */
    public ClientAccessHandler() {
        this(Wiring.fromEnvironment(System.getenv()));
    }

    private ClientAccessHandler(Wiring wiring) {
        this(wiring.clientAccess(), wiring.log());
    }

    /** Called by those who wire the function themselves. */
    public ClientAccessHandler(FencedClientAccess clientAccess, FunctionLog log) {
        lambda = new Lambda<>(
                "ClientAccess",
                ClientAccess.Request.class,
                log,
                (request, invocation) -> Timed.answer(clientAccess.change(request)));
    }

    @Override
    public void handleRequest(InputStream event, OutputStream answer, Context context) throws IOException {
        lambda.answer(event, answer, context);
    }
}
