package io.zooark.handler;

import static java.util.Objects.requireNonNull;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import io.zooark.restore.CheckEnsemble;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** Lambda entry point of {@link CheckEnsemble}. */
public final class CheckEnsembleHandler implements RequestStreamHandler {
    private final CheckEnsemble checkEnsemble;

    /** Called by the Lambda runtime, once for each execution environment. */
    public CheckEnsembleHandler() {
        this(Wiring.fromEnvironment(System.getenv()).checkEnsemble());
    }

    /** Called by those who wire the function themselves. */
    public CheckEnsembleHandler(CheckEnsemble checkEnsemble) {
        this.checkEnsemble = requireNonNull(checkEnsemble, "checkEnsemble is null");
    }

    @Override
    public void handleRequest(InputStream event, OutputStream answer, Context context) throws IOException {
        Lambda.answer(event, answer, CheckEnsemble.Request.class, checkEnsemble::check);
    }
}
