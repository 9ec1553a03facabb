package io.zooark.handler;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import io.zooark.restore.NodeCommand;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** Lambda entry point of {@link NodeCommand}. */
public final class NodeCommandHandler implements RequestStreamHandler {
    private final Lambda<NodeCommand.Request, ?> lambda;

    /** Called by the Lambda runtime, once for each execution environment. */
    public NodeCommandHandler() {
        this(Wiring.fromEnvironment(System.getenv()));
    }

    private NodeCommandHandler(Wiring wiring) {
        this(wiring.nodeCommand(), wiring.log());
    }

    /** Called by those who wire the function themselves. */
    public NodeCommandHandler(NodeCommand nodeCommand, FunctionLog log) {
        lambda = new Lambda<>(
                "NodeCommand",
                NodeCommand.Request.class,
                log,
                (request, invocation) -> Timed.answer(nodeCommand.run(request)));
    }

    @Override
    public void handleRequest(InputStream event, OutputStream answer, Context context) throws IOException {
        lambda.answer(event, answer, context);
    }
}
