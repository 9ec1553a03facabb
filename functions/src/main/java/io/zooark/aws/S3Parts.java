package io.zooark.aws;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.ChecksumType;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.NoSuchUploadException;

/** The parts of one multipart upload, sent by two threads while the caller fills the next. */
final class S3Parts {
    /** How many parts are sent at once. */
    static final int UPLOADERS = 2;

    /** One that is filled, one that waits, and one for each uploader. */
    private static final int BUFFERS = UPLOADERS + 2;

    /** Wakes a caller that waits for a buffer when there will be none. */
    private static final byte[] NO_BUFFER = {};

    private final S3Target target;
    private final S3Threads threads;
    private final String uploadId;
    private final BlockingQueue<byte[]> free = new ArrayBlockingQueue<>(BUFFERS + 1);
    private final List<Future<CompletedPart>> sent = new ArrayList<>();
    private final AtomicInteger storedParts = new AtomicInteger();
    private final AtomicLong storedBytes = new AtomicLong();
    private volatile boolean completed;

    private S3Parts(S3Target target, S3Threads threads, String uploadId) {
        this.target = target;
        this.threads = threads;
        this.uploadId = uploadId;
    }

    /** Begins an upload; the caller brings the first buffer itself. */
    static S3Parts begin(S3Target target, S3Threads threads, Map<String, String> metadata, int partSize)
            throws IOException {
        String uploadId = threads.run(() -> S3Calls.call(
                "begin an upload of " + target,
                () -> target.s3()
                        .createMultipartUpload(request -> request.bucket(target.bucket())
                                .key(target.key())
                                .contentType("application/octet-stream")
                                .metadata(metadata)
                                .checksumAlgorithm(ChecksumAlgorithm.CRC32)
                                .checksumType(ChecksumType.FULL_OBJECT))
                        .uploadId()));
        S3Parts parts = new S3Parts(target, threads, uploadId);
        for (int i = 1; i < BUFFERS; i++) {
            parts.free.add(new byte[partSize]);
        }
        return parts;
    }

    /**
     * Sends a part, and returns another buffer of the same size to fill. Waits while all buffers are on their way.
     *
     * @throws IOException if a part sent earlier has failed, or {@link #wake} was called
     */
    byte[] send(byte[] buffer, int length) throws IOException {
        requireNoneFailed();
        int number = sent.size() + 1;
        sent.add(threads.begin(() -> upload(number, buffer, length)));
        try {
            byte[] next = free.take();
            threads.requireOpen();
            // the buffer may be that of a part which has just failed: said now, and not when the next is full
            requireNoneFailed();
            return next;
        } catch (InterruptedException e) {
            throw S3Threads.interrupted(e);
        }
    }

    /** After the threads were closed: lets go who waits for a buffer. */
    void wake() {
        free.offer(NO_BUFFER);
    }

    private CompletedPart upload(int number, byte[] buffer, int length) {
        try {
            int storedBefore = storedParts.get();
            try {
                return put(number, buffer, length);
            } catch (SdkException e) {
                if (!StalledException.isBehind(e) || storedParts.get() == storedBefore) {
                    throw e;
                }
                // S3 took another part meanwhile: it is this connection that has died, so a new one is tried
                return put(number, buffer, length);
            }
        } catch (SdkException e) {
            throw S3Calls.refused(
                    "take part " + number + " of " + target + " (" + storedBytes.get() + " bytes of it are stored)", e);
        } finally {
            free.offer(buffer);
        }
    }

    /** Waits until all parts are stored, and lets go of the buffers: nothing may be sent afterwards. */
    void hold() throws IOException {
        for (Future<CompletedPart> part : sent) {
            threads.await(part);
        }
        free.clear();
    }

    private CompletedPart put(int number, byte[] buffer, int length) {
        CRC32 crc = new CRC32();
        crc.update(buffer, 0, length);
        String checksum = base64((int) crc.getValue());
        String etag = target.s3()
                .uploadPart(
                        request -> request.bucket(target.bucket())
                                .key(target.key())
                                .uploadId(uploadId)
                                .partNumber(number)
                                .contentLength((long) length)
                                .checksumCRC32(checksum),
                        RequestBody.fromContentProvider(
                                () -> new ByteArrayInputStream(buffer, 0, length), length, "application/octet-stream"))
                .eTag();
        storedParts.incrementAndGet();
        storedBytes.addAndGet(length);
        return CompletedPart.builder()
                .partNumber(number)
                .eTag(etag)
                .checksumCRC32(checksum)
                .build();
    }

    private void requireNoneFailed() throws IOException {
        for (Future<CompletedPart> part : sent) {
            if (part.isDone()) {
                threads.await(part);
            }
        }
    }

    /** Makes the object exist; where it is refused because of what stands there, the upload stays open. */
    S3Stored complete(long size, String crc32, @Nullable String replaces) throws IOException {
        List<CompletedPart> done = new ArrayList<>();
        for (Future<CompletedPart> part : sent) {
            done.add(threads.await(part));
        }
        S3Stored stored = threads.run(() -> S3Stored.of(target.s3().completeMultipartUpload(request -> {
            request.bucket(target.bucket())
                    .key(target.key())
                    .uploadId(uploadId)
                    .multipartUpload(upload -> upload.parts(done))
                    .checksumCRC32(crc32)
                    .checksumType(ChecksumType.FULL_OBJECT)
                    .mpuObjectSize(size);
            if (replaces == null) {
                request.ifNoneMatch("*");
            } else {
                request.ifMatch(replaces);
            }
        })));
        completed = true;
        return stored;
    }

    /**
     * Aborts the upload unless it was completed. No part may be under way any more: S3 would keep it, and charge for it.
     *
     * @param limit how long to wait for S3, which may have stalled; the bucket's lifecycle rule aborts within a day
     */
    void abort(Duration limit) throws InterruptedException {
        if (completed) {
            return;
        }
        Thread thread = new Thread(this::abortNow, "s3-abort");
        thread.setDaemon(true);
        thread.start();
        thread.join(limit.toMillis());
        thread.interrupt();
    }

    private void abortNow() {
        try {
            target.s3()
                    .abortMultipartUpload(request ->
                            request.bucket(target.bucket()).key(target.key()).uploadId(uploadId));
        } catch (NoSuchUploadException e) {
            // it is gone already: completed after all, though the answer was lost, or aborted by the lifecycle rule
        } catch (SdkException e) {
            // the bucket's lifecycle rule aborts it within a day; the error that led here matters more
            System.Logger log = System.getLogger(S3Parts.class.getName());
            log.log(System.Logger.Level.WARNING, "could not abort the upload of " + target + ": " + e.getMessage());
        }
    }

    static String base64(int crc32) {
        return Base64.getEncoder()
                .encodeToString(ByteBuffer.allocate(Integer.BYTES).putInt(crc32).array());
    }
}
