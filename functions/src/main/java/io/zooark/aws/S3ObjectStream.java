package io.zooark.aws;

import static java.util.Objects.requireNonNull;

import io.zooark.snapshot.Manifest.StoredObject;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * The bytes of one stored object as one stream: where a connection breaks it goes on from the same byte, and only in the
 * very same object.
 */
final class S3ObjectStream extends InputStream {
    /** Broken connections in a row, without a byte between them, before it gives up. */
    private static final int MOST_FAILURES = 4;

    /** What a connection counts on which S3 fell silent: the next one that does ends it, for each takes its time. */
    private static final int SILENCE = MOST_FAILURES / 2;

    private final S3Client s3;
    private final String bucket;
    private final StoredObject object;
    private long position;
    private @Nullable InputStream body;
    private int failures;

    S3ObjectStream(S3Client s3, String bucket, StoredObject object) {
        this.s3 = requireNonNull(s3, "s3 is null");
        this.bucket = requireNonNull(bucket, "bucket is null");
        this.object = requireNonNull(object, "object is null");
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        while (position < object.size()) {
            Exception failure;
            try {
                int count = body().read(buffer, offset, length);
                if (count > 0) {
                    position += count;
                    failures = 0;
                    return count;
                }
                // an early end is a broken connection too
                failure = new IOException("the body ended at byte " + position + " of " + object.size());
            } catch (IOException | SdkException e) {
                failure = e;
            }
            broken(failure);
        }
        return -1;
    }

    private InputStream body() {
        InputStream open = body;
        if (open == null) {
            GetObjectRequest.Builder request =
                    GetObjectRequest.builder().bucket(bucket).key(object.key()).ifMatch(object.etag());
            object.versionId().ifPresent(request::versionId);
            if (position > 0) {
                request.range("bytes=" + position + "-");
            }
            ResponseInputStream<GetObjectResponse> answer = s3.getObject(request.build());
            body = answer;
            requireFromPosition(answer.response());
            open = answer;
        }
        return open;
    }

    /** The whole object in answer to a range would put its beginning into the middle. */
    private void requireFromPosition(GetObjectResponse answer) {
        String range = answer.contentRange();
        if (position > 0 && (range == null || !range.startsWith("bytes " + position + "-"))) {
            throw SdkClientException.create("asked from byte " + position + " on and got " + range);
        }
    }

    private void broken(Exception e) throws IOException {
        close();
        if (e instanceof S3Exception refused
                && (refused.statusCode() == S3Calls.PRECONDITION_FAILED || refused.statusCode() == S3Calls.NOT_FOUND)) {
            throw new IOException(
                    object.key() + " is no longer the object of its manifest (etag " + object.etag()
                            + "): it was replaced or deleted",
                    e);
        }
        boolean silent = e instanceof SocketTimeoutException || StalledException.isBehind(e);
        failures += silent ? SILENCE : 1;
        if (failures >= MOST_FAILURES) {
            throw new IOException(
                    "cannot read " + object.key() + " beyond byte " + position + " of " + object.size() + ": "
                            + (silent ? "S3 has stalled: " : "") + e.getMessage(),
                    e);
        }
    }

    @Override
    public void close() {
        InputStream open = body;
        body = null;
        if (open instanceof software.amazon.awssdk.http.Abortable abortable) {
            // closing would read the rest first
            abortable.abort();
        }
    }
}
