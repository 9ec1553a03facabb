package io.zooark.handler;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import io.zooark.snapshot.TakeSnapshot;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** Lambda entry point of {@link TakeSnapshot}. */
public final class TakeSnapshotHandler implements RequestStreamHandler {
    private final Lambda<TakeSnapshot.Request, ?> lambda;

    /** Called by the Lambda runtime, once for each execution environment. */
    public TakeSnapshotHandler() {
        this(Wiring.fromEnvironment(System.getenv()));
    }

    private TakeSnapshotHandler(Wiring wiring) {
        this(wiring.takeSnapshot(), wiring.log());
    }

    /** Called by those who wire the function themselves. */
    public TakeSnapshotHandler(TakeSnapshot takeSnapshot, FunctionLog log) {
        lambda = new Lambda<>("TakeSnapshot", TakeSnapshot.Request.class, log, takeSnapshot::take);
    }

    @Override
    public void handleRequest(InputStream event, OutputStream answer, Context context) throws IOException {
        lambda.answer(event, answer, context);
    }
}
