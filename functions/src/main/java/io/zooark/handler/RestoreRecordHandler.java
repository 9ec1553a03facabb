package io.zooark.handler;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import io.zooark.invocation.Journal;
import io.zooark.invocation.Metric;
import io.zooark.restore.RestoreRecord;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** Lambda entry point of {@link RestoreRecord}. */
public final class RestoreRecordHandler implements RequestStreamHandler {
    private final Lambda<RestoreRecord.Request, ?> lambda;

    /** Called by the Lambda runtime, once for each execution environment. */
    public RestoreRecordHandler() {
        this(Wiring.fromEnvironment(System.getenv()));
    }

    private RestoreRecordHandler(Wiring wiring) {
        this(wiring.restoreRecord(), wiring.log());
    }

    /** Called by those who wire the function themselves. */
    public RestoreRecordHandler(RestoreRecord restoreRecord, FunctionLog log) {
        lambda = new Lambda<>(
                "RestoreRecord",
                RestoreRecord.Request.class,
                log,
                (request, invocation) -> request.action() == RestoreRecord.Action.ASK
                        ? restoreRecord.ask(request)
                        : measured(restoreRecord.record(request), invocation.journal()));
    }

    private static RestoreRecord.Answer measured(RestoreRecord.Answer answer, Journal journal) {
        answer.lock().shutOut().ifPresent(time -> journal.measure(Metric.SHUT_OUT, (double) time.toSeconds()));
        return answer;
    }

    @Override
    public void handleRequest(InputStream event, OutputStream answer, Context context) throws IOException {
        lambda.answer(event, answer, context);
    }
}
