package io.zooark.handler;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import io.zooark.snapshot.VerifySnapshot;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** Lambda entry point of {@link VerifySnapshot}. */
public final class VerifySnapshotHandler implements RequestStreamHandler {
    private final Lambda<VerifySnapshot.Request, ?> lambda;

    /** Called by the Lambda runtime, once for each execution environment. */
    public VerifySnapshotHandler() {
        this(Wiring.fromEnvironment(System.getenv()));
    }

    private VerifySnapshotHandler(Wiring wiring) {
        this(wiring.verifySnapshot(), wiring.log());
    }

    /** Called by those who wire the function themselves. */
    public VerifySnapshotHandler(VerifySnapshot verifySnapshot, FunctionLog log) {
        lambda = new Lambda<>("VerifySnapshot", VerifySnapshot.Request.class, log, verifySnapshot::verify);
    }

    @Override
    public void handleRequest(InputStream event, OutputStream answer, Context context) throws IOException {
        lambda.answer(event, answer, context);
    }
}
