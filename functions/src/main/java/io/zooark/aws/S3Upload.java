package io.zooark.aws;

import io.zooark.error.StorageRefusedException;
import io.zooark.snapshot.Manifest.StoredObject;
import io.zooark.snapshot.Vault;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * One snapshot on its way to S3: a single PutObject where it fits into one part, else a multipart upload whose parts are
 * sent by two threads while the next is filled.
 *
 * <p>Nothing exists under the key before {@link #complete}. Memory is bounded by four parts whatever the size.
 */
final class S3Upload implements Vault.Upload {
    private static final int SMALLEST_PART = 16 << 20;
    private static final int LARGEST_PART = 512 << 20;

    /** S3 takes 10,000 parts; some are left over for a body that is longer than announced. */
    private static final int PARTS = 9_000;

    /** Marks the object with the upload that made it. */
    private static final String ATTEMPT = "zooark-attempt";

    private final S3Client s3;
    private final String bucket;
    private final String key;
    private final String attempt = UUID.randomUUID().toString();
    private final CRC32 crc = new CRC32();
    private final PartBuffer out;
    private @Nullable S3Parts parts;
    private long size;
    private @Nullable String foundEtag;

    S3Upload(S3Client s3, String bucket, String key, long expectedSize) {
        this.s3 = s3;
        this.bucket = bucket;
        this.key = key;
        this.out = new PartBuffer((int) Math.max(SMALLEST_PART, Math.min(LARGEST_PART, expectedSize / PARTS)));
    }

    @Override
    public OutputStream out() {
        return out;
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
        try {
            return Optional.of(object(parts == null ? put(replaces) : multipart(parts, replaces)));
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
    private Optional<StoredObject> standing(S3Exception refusal) {
        HeadObjectResponse found;
        try {
            found = s3.headObject(request -> request.bucket(bucket).key(key));
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
        return new StoredObject(key, stored.versionId(), stored.etag(), size, crcHex());
    }

    private StorageRefusedException refused(SdkException e) {
        return S3Calls.refused("store s3://" + bucket + "/" + key, e);
    }

    private S3Stored put(@Nullable String replaces) {
        return S3Stored.of(s3.putObject(
                request -> {
                    request.bucket(bucket)
                            .key(key)
                            .contentType("application/octet-stream")
                            .metadata(Map.of(ATTEMPT, attempt))
                            .checksumCRC32(crcBase64());
                    if (replaces == null) {
                        request.ifNoneMatch("*");
                    } else {
                        request.ifMatch(replaces);
                    }
                },
                out.body()));
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
        if (parts != null) {
            parts.close();
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
                open = new S3Parts(s3, bucket, key, Map.of(ATTEMPT, attempt), partSize);
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

        RequestBody body() {
            byte[] bytes = buffer;
            int length = used;
            return RequestBody.fromContentProvider(
                    () -> new ByteArrayInputStream(bytes, 0, length), length, "application/octet-stream");
        }
    }
}
