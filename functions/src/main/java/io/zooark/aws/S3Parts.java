package io.zooark.aws;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.ChecksumType;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.NoSuchUploadException;

/** The parts of one multipart upload, sent by two threads while the caller fills the next. */
final class S3Parts implements AutoCloseable {
    private static final int UPLOADERS = 2;
    private static final long LAST_PARTS_SECONDS = 10;

    /** One that is filled, one that waits, and one for each uploader. */
    private static final int BUFFERS = UPLOADERS + 2;

    private final S3Client s3;
    private final String bucket;
    private final String key;
    private final String uploadId;
    private final ExecutorService uploaders;
    private final BlockingQueue<byte[]> free = new ArrayBlockingQueue<>(BUFFERS);
    private final List<Future<CompletedPart>> sent = new ArrayList<>();
    private boolean completed;

    S3Parts(S3Client s3, String bucket, String key, Map<String, String> metadata, int partSize) {
        this.s3 = s3;
        this.bucket = bucket;
        this.key = key;
        this.uploadId = S3Calls.call(
                "begin an upload of s3://" + bucket + "/" + key,
                () -> s3.createMultipartUpload(request -> request.bucket(bucket)
                                .key(key)
                                .contentType("application/octet-stream")
                                .metadata(metadata)
                                .checksumAlgorithm(ChecksumAlgorithm.CRC32)
                                .checksumType(ChecksumType.FULL_OBJECT))
                        .uploadId());
        // the caller brings the first buffer itself
        for (int i = 1; i < BUFFERS; i++) {
            free.add(new byte[partSize]);
        }
        this.uploaders = Executors.newFixedThreadPool(UPLOADERS, task -> {
            Thread thread = new Thread(task, "s3-upload");
            thread.setDaemon(true);
            return thread;
        });
    }

    /**
     * Sends a part, and returns another buffer of the same size to fill. Waits while all buffers are on their way.
     *
     * @throws IOException if a part sent earlier has failed
     */
    byte[] send(byte[] buffer, int length) throws IOException {
        requireNoneFailed();
        int number = sent.size() + 1;
        sent.add(uploaders.submit(() -> upload(number, buffer, length)));
        try {
            return free.take();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw interrupted(e);
        }
    }

    private CompletedPart upload(int number, byte[] buffer, int length) {
        try {
            CRC32 crc = new CRC32();
            crc.update(buffer, 0, length);
            String checksum = base64((int) crc.getValue());
            String etag = s3.uploadPart(
                            request -> request.bucket(bucket)
                                    .key(key)
                                    .uploadId(uploadId)
                                    .partNumber(number)
                                    .contentLength((long) length)
                                    .checksumCRC32(checksum),
                            RequestBody.fromContentProvider(
                                    () -> new ByteArrayInputStream(buffer, 0, length),
                                    length,
                                    "application/octet-stream"))
                    .eTag();
            return CompletedPart.builder()
                    .partNumber(number)
                    .eTag(etag)
                    .checksumCRC32(checksum)
                    .build();
        } finally {
            free.add(buffer);
        }
    }

    private void requireNoneFailed() throws IOException {
        for (Future<CompletedPart> part : sent) {
            if (part.isDone()) {
                await(part);
            }
        }
    }

    /** Makes the object exist; where it is refused because of what stands there, the upload stays open. */
    S3Stored complete(long size, String crc32, @Nullable String replaces) throws IOException {
        List<CompletedPart> done = new ArrayList<>();
        for (Future<CompletedPart> part : sent) {
            done.add(await(part));
        }
        S3Stored stored = S3Stored.of(s3.completeMultipartUpload(request -> {
            request.bucket(bucket)
                    .key(key)
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
        }));
        completed = true;
        return stored;
    }

    private CompletedPart await(Future<CompletedPart> part) throws IOException {
        try {
            return part.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw interrupted(e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof SdkException cause) {
                throw S3Calls.refused("take a part of s3://" + bucket + "/" + key, cause);
            }
            throw new IOException("a part of " + key + " could not be sent", e.getCause());
        }
    }

    private static InterruptedIOException interrupted(InterruptedException e) {
        InterruptedIOException interrupted = new InterruptedIOException("interrupted while uploading");
        interrupted.initCause(e);
        return interrupted;
    }

    /** Aborts the upload unless it was completed. */
    @Override
    public void close() {
        // no part may arrive after the abort: S3 would keep it, and charge for it
        uploaders.shutdownNow();
        if (!completed) {
            try {
                uploaders.awaitTermination(LAST_PARTS_SECONDS, TimeUnit.SECONDS);
                s3.abortMultipartUpload(
                        request -> request.bucket(bucket).key(key).uploadId(uploadId));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (NoSuchUploadException e) {
                // it is gone already: completed after all, though the answer was lost, or aborted by the lifecycle rule
            } catch (SdkException e) {
                // the bucket's lifecycle rule aborts it within a day; the error that led here matters more
                System.Logger log = System.getLogger(S3Parts.class.getName());
                log.log(System.Logger.Level.WARNING, "could not abort the upload of " + key + ": " + e.getMessage());
            }
        }
    }

    static String base64(int crc32) {
        return Base64.getEncoder()
                .encodeToString(ByteBuffer.allocate(Integer.BYTES).putInt(crc32).array());
    }
}
