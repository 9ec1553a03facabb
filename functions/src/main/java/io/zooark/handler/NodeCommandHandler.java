package io.zooark.handler;

import static java.util.Objects.requireNonNull;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import io.zooark.restore.NodeCommand;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** Lambda entry point of {@link NodeCommand}. */
public final class NodeCommandHandler implements RequestStreamHandler {
    private final NodeCommand nodeCommand;

    /** Called by the Lambda runtime, once for each execution environment. */
    public NodeCommandHandler() {
        this(Wiring.fromEnvironment(System.getenv()).nodeCommand());
    }

    /** Called by those who wire the function themselves. */
    public NodeCommandHandler(NodeCommand nodeCommand) {
        this.nodeCommand = requireNonNull(nodeCommand, "nodeCommand is null");
    }

    @Override
    public void handleRequest(InputStream event, OutputStream answer, Context context) throws IOException {
        Lambda.answer(event, answer, NodeCommand.Request.class, nodeCommand::run);
    }
}
