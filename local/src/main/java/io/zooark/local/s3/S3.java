package io.zooark.local.s3;

import static java.util.Objects.requireNonNull;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.blobstore.domain.MultipartUpload;
import org.gaul.s3proxy.nio2blob.AbstractNio2BlobStore;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.Part;

/** S3 over HTTP on plain files: each object is the file {@code <directory>/<bucket>/<key>}. */
public final class S3 implements AutoCloseable {
    private static final Pattern PART_NUMBER = Pattern.compile("<PartNumber>\\s*(\\d+)\\s*</PartNumber>");

    private final WholeObjects objects;
    private final S3Proxy server;
    private final Forward forward;

    private S3(WholeObjects objects, S3Proxy server) {
        this.objects = objects;
        this.server = server;
        this.forward = new Forward(this, URI.create("http://127.0.0.1:" + server.getPort()));
    }

    /**
     * Opens the buckets of a directory, which is made if it is not there.
     *
     * @throws IOException if the file system keeps no extended attributes: ETags and checksums live in them
     */
    public static S3 open(Path directory) throws IOException {
        Path buckets = Files.createDirectories(
                requireNonNull(directory, "directory is null").toAbsolutePath().normalize());
        if (!Files.getFileStore(buckets).supportsFileAttributeView(UserDefinedFileAttributeView.class)) {
            throw new IOException("the file system of " + buckets
                    + " keeps no extended attributes, where S3's ETags are kept: choose a directory on another one");
        }
        quieten("org.gaul");
        WholeObjects objects = WholeObjects.in(buckets);
        S3Proxy server = S3Proxy.builder()
                .blobStore(objects)
                .endpoint(URI.create("http://127.0.0.1:0"))
                .ignoreUnknownHeaders(true)
                .stopTimeout(0)
                .build();
        start(server);
        return new S3(objects, server);
    }

    /** Makes a bucket, unless it is there. */
    public void createBucket(String bucket) {
        if (!objects.containerExists(bucket)) {
            objects.createContainer(bucket);
        }
    }

    /** Returns whether there is an object. */
    public boolean holds(String bucket, String key) {
        return objects.containerExists(bucket) && objects.blobExists(bucket, key);
    }

    /** Has every bucket tell versions from now on, of which only the newest can be read. */
    public void tellVersions() {
        forward.tellVersions();
    }

    /** Answers one request of S3's REST protocol, bodies streamed both ways. */
    public void answer(HttpExchange exchange) throws IOException {
        forward.answer(exchange);
    }

    /** Returns the parts that the completion of an upload names; none of an upload that is not there. */
    List<Part> parts(MultipartTarget target, String completion) {
        MultipartUpload upload = new MultipartUpload(
                target.uploadId(),
                CreateMultipartUploadRequest.builder()
                        .bucket(target.bucket())
                        .key(target.key())
                        .build());
        Set<Integer> named = PART_NUMBER
                .matcher(completion)
                .results()
                .map(match -> Integer.valueOf(match.group(1)))
                .collect(Collectors.toSet());
        return objects.listMultipartUpload(upload).stream()
                .filter(part -> named.contains(part.partNumber()))
                .toList();
    }

    /** Returns what the parts' contents, one after the other, have as their CRC-32. */
    long crc32(MultipartTarget target, List<Part> parts) throws IOException {
        CRC32 crc = new CRC32();
        for (Part part : parts) {
            String name = AbstractNio2BlobStore.multipartPartName(target.uploadId(), target.key(), part.partNumber());
            try (InputStream content = new CheckedInputStream(objects.getBlob(target.bucket(), name), crc)) {
                content.transferTo(OutputStream.nullOutputStream());
            }
        }
        return crc.getValue();
    }

    /** The upload that a request is about. */
    record MultipartTarget(String bucket, String key, String uploadId) {}

    @Override
    public void close() {
        try {
            server.stop();
        } catch (Exception e) {
            throw new IllegalStateException("the S3 server did not stop", e);
        }
    }

    private static void start(S3Proxy server) throws IOException {
        try {
            server.start();
        } catch (IOException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException("the S3 server did not start", e);
        }
    }

    /** Keeps the server's own log to warnings; what the user of the JVM has set stays. */
    private static void quieten(String logger) {
        String property = "org.slf4j.simpleLogger.log." + logger;
        if (System.getProperty(property) == null) {
            System.setProperty(property, "warn");
        }
    }
}
