package io.zooark.handler;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import io.zooark.restore.CheckEnsemble;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** Lambda entry point of {@link CheckEnsemble}. */
public final class CheckEnsembleHandler implements RequestStreamHandler {
    private final Lambda<CheckEnsemble.Request, ?> lambda;

    /** Called by the Lambda runtime, once for each execution environment. */
    public CheckEnsembleHandler() {
        this(Wiring.fromEnvironment(System.getenv()));
    }

    private CheckEnsembleHandler(Wiring wiring) {
        this(wiring.checkEnsemble(), wiring.log());
    }

    /** Called by those who wire the function themselves. */
    public CheckEnsembleHandler(CheckEnsemble checkEnsemble, FunctionLog log) {
        lambda = new Lambda<>(
                "CheckEnsemble",
                CheckEnsemble.Request.class,
                log,
                (request, invocation) -> Timed.answer(checkEnsemble.check(request)));
    }

    @Override
    public void handleRequest(InputStream event, OutputStream answer, Context context) throws IOException {
        lambda.answer(event, answer, context);
    }
}
