package io.zooark.handler;

import static java.util.Objects.requireNonNull;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import io.zooark.restore.RestoreRecord;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** Lambda entry point of {@link RestoreRecord}. */
public final class RestoreRecordHandler implements RequestStreamHandler {
    private final RestoreRecord restoreRecord;

    /** Called by the Lambda runtime, once for each execution environment. */
    public RestoreRecordHandler() {
        this(Wiring.fromEnvironment(System.getenv()).restoreRecord());
    }

    /** Called by those who wire the function themselves. */
    public RestoreRecordHandler(RestoreRecord restoreRecord) {
        this.restoreRecord = requireNonNull(restoreRecord, "restoreRecord is null");
    }

    @Override
    public void handleRequest(InputStream event, OutputStream answer, Context context) throws IOException {
        Lambda.answer(event, answer, RestoreRecord.Request.class, restoreRecord::record);
    }
}
