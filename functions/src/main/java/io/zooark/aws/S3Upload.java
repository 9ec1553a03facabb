package io.zooark.aws;

import static java.util.Objects.requireNonNull;

import io.zooark.error.StorageRefusedException;
import io.zooark.snapshot.Manifest.StoredObject;
import io.zooark.snapshot.Vault;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * One snapshot on its way to S3: a single PutObject where it fits into one part, else a multipart upload whose parts are
 * sent by two threads while the next is filled.
 *
 * <p>Nothing exists under the key before {@link #complete}. All calls are made on threads of the upload's own, so that closing
 * it from another thread ends a write that waits for S3. Memory is bounded by four parts whatever the size; one that is held
 * takes none, or one part where it fits into one.
 */
final class S3Upload implements Vault.Upload {
    private static final int SMALLEST_PART = 16 << 20;
    private static final int LARGEST_PART = 512 << 20;

    /** S3 takes 10,000 parts; some are left over for a body that is longer than announced. */
    private static final int PARTS = 9_000;

    /** Marks the object with the upload that made it. */
    private static final String ATTEMPT = "zooark-attempt";

    /** How long an end waits for calls that were cut off, and then for S3 to throw away what it has. */
    private static final Duration LAST_CALLS = Duration.ofSeconds(5);

    private final S3Target target;
    private final S3Threads threads;
    private final String attempt = UUID.randomUUID().toString();
    private final CRC32 crc = new CRC32();
    private final PartBuffer out;
    private volatile @Nullable S3Parts parts;
    private long size;
    private @Nullable String foundEtag;
    private boolean aborted;

    S3Upload(S3Target target, long expectedSize) {
        this.target = requireNonNull(target, "target is null");
        this.threads = new S3Threads("the upload of " + target, S3Parts.UPLOADERS);
        this.out = new PartBuffer((int) Math.max(SMALLEST_PART, Math.min(LARGEST_PART, expectedSize / PARTS)));
    }

    @Override
    public OutputStream out() {
        return out;
    }

    @Override
    public void hold() throws IOException {
        if (parts == null) {
            out.trim();
        } else {
            out.flushLast();
            out.trim();
            parts.hold();
        }
    }

    @Override
    public Optional<StoredObject> complete() throws IOException {
        return finish(null);
    }

    @Override
    public Optional<StoredObject> replaceOrphan() throws IOException {
        String etag = foundEtag;
        if (etag == null) {
            throw new IllegalStateException("complete() has not found another object");
        }
        return finish(etag);
    }

    /** Completes the upload where nothing stands, or in the place of the object with this etag and no other. */
    private Optional<StoredObject> finish(@Nullable String replaces) throws IOException {
        S3Parts open = parts;
        try {
            return Optional.of(object(open == null ? put(replaces) : multipart(open, replaces)));
        } catch (S3Exception e) {
            if (S3Calls.overtaken(e) || S3Calls.gone(e)) {
                return standing(e);
            }
            throw refused(e);
        } catch (SdkException e) {
            throw refused(e);
        }
    }

    /**
     * Looks at what stands in the way. It may be this very upload: when an answer of S3 is lost, the SDK asks again, and
     * is told that its first call has been obeyed.
     */
    private Optional<StoredObject> standing(S3Exception refusal) throws IOException {
        HeadObjectResponse found;
        try {
            found = threads.run(() -> target.s3()
                    .headObject(request -> request.bucket(target.bucket()).key(target.key())));
        } catch (SdkException e) {
            refusal.addSuppressed(e);
            throw refused(refusal);
        }
        if (attempt.equals(found.metadata().get(ATTEMPT))) {
            return Optional.of(object(S3Stored.of(found)));
        }
        if (S3Calls.gone(refusal)) {
            throw refused(refusal);
        }
        foundEtag = found.eTag();
        return Optional.empty();
    }

    private StoredObject object(S3Stored stored) {
        return new StoredObject(target.key(), stored.versionId(), stored.etag(), size, crcHex());
    }

    private StorageRefusedException refused(SdkException e) {
        return S3Calls.refused("store " + target, e);
    }

    private S3Stored put(@Nullable String replaces) throws IOException {
        return threads.run(() -> S3Stored.of(target.s3()
                .putObject(
                        request -> {
                            request.bucket(target.bucket())
                                    .key(target.key())
                                    .contentType("application/octet-stream")
                                    .metadata(Map.of(ATTEMPT, attempt))
                                    .checksumCRC32(crcBase64());
                            if (replaces == null) {
                                request.ifNoneMatch("*");
                            } else {
                                request.ifMatch(replaces);
                            }
                        },
                        out.body())));
    }

    private S3Stored multipart(S3Parts open, @Nullable String replaces) throws IOException {
        out.flushLast();
        return open.complete(size, crcBase64(), replaces);
    }

    private String crcHex() {
        return HexFormat.of().toHexDigits((int) crc.getValue());
    }

    private String crcBase64() {
        return S3Parts.base64((int) crc.getValue());
    }

    @Override
    public void close() {
        // first of all, and for that before the lock: whoever waits for S3 is let go, and closes this too
        threads.close();
        S3Parts open = parts;
        if (open != null) {
            open.wake();
        }
        try {
            abort();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void abort() throws InterruptedException {
        threads.awaitEnd(LAST_CALLS);
        S3Parts open = parts;
        if (open != null && !aborted) {
            aborted = true;
            open.abort(LAST_CALLS);
        }
    }

    /** Collects bytes until a part is full, and hands it on. */
    private final class PartBuffer extends OutputStream {
        private final int partSize;
        private byte[] buffer;
        private int used;

        PartBuffer(int partSize) {
            this.partSize = partSize;
            this.buffer = new byte[partSize];
        }

        @Override
        public void write(int value) throws IOException {
            write(new byte[] {(byte) value}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            threads.requireOpen();
            crc.update(bytes, offset, length);
            size += length;
            int from = offset;
            int left = length;
            while (left > 0) {
                if (used == partSize) {
                    // only now, when more bytes follow, is it certain that one PutObject is not enough
                    send();
                }
                int count = Math.min(left, partSize - used);
                System.arraycopy(bytes, from, buffer, used, count);
                used += count;
                from += count;
                left -= count;
            }
        }

        private void send() throws IOException {
            S3Parts open = parts;
            if (open == null) {
                open = S3Parts.begin(target, threads, Map.of(ATTEMPT, attempt), partSize);
                parts = open;
            }
            buffer = open.send(buffer, used);
            used = 0;
        }

        void flushLast() throws IOException {
            if (used > 0) {
                send();
            }
        }

        /** Keeps no more memory than it has bytes. */
        void trim() {
            buffer = Arrays.copyOf(buffer, used);
        }

        RequestBody body() {
            byte[] bytes = buffer;
            int length = used;
            return RequestBody.fromContentProvider(
                    () -> new ByteArrayInputStream(bytes, 0, length), length, "application/octet-stream");
        }
    }
}
