package io.zooark.handler;

import static java.util.Objects.requireNonNull;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import io.zooark.snapshot.TakeSnapshot;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** Lambda entry point of {@link TakeSnapshot}. */
public final class TakeSnapshotHandler implements RequestStreamHandler {
    private final TakeSnapshot takeSnapshot;

    /** Called by the Lambda runtime, once for each execution environment. */
    public TakeSnapshotHandler() {
        this(Wiring.fromEnvironment(System.getenv()).takeSnapshot());
    }

    /** Called by those who wire the function themselves. */
    public TakeSnapshotHandler(TakeSnapshot takeSnapshot) {
        this.takeSnapshot = requireNonNull(takeSnapshot, "takeSnapshot is null");
    }

    @Override
    public void handleRequest(InputStream event, OutputStream answer, Context context) throws IOException {
        Lambda.answer(event, answer, TakeSnapshot.Request.class, takeSnapshot::take);
    }
}
