package io.zooark.local.s3;

import static java.util.Objects.requireNonNull;

import com.google.common.util.concurrent.Striped;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.locks.Lock;
import java.util.function.Supplier;
import org.gaul.s3proxy.blobstore.BlobStore;
import org.gaul.s3proxy.blobstore.ForwardingBlobStore;
import org.gaul.s3proxy.blobstore.S3Exceptions;
import org.gaul.s3proxy.blobstore.domain.MultipartUpload;
import org.gaul.s3proxy.nio2blob.FilesystemNio2BlobStore;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.services.s3.model.Bucket;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadResponse;
import software.amazon.awssdk.services.s3.model.CreateBucketRequest;
import software.amazon.awssdk.services.s3.model.CreateBucketResponse;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.DeleteObjectRequest;
import software.amazon.awssdk.services.s3.model.DeleteObjectResponse;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadBucketRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ListBucketsResponse;
import software.amazon.awssdk.services.s3.model.NoSuchUploadException;
import software.amazon.awssdk.services.s3.model.ObjectCannedACL;
import software.amazon.awssdk.services.s3.model.Part;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;
import software.amazon.awssdk.services.s3.model.UploadPartRequest;
import software.amazon.awssdk.services.s3.model.UploadPartResponse;

/**
 * Objects on plain files that appear whole, at once and only if their condition holds.
 *
 * <p>The store on files that this stands before writes beside the object it is about to replace, where a listing shows
 * the half-written file, and cannot check {@code If-Match} as it writes. Here everything unfinished lives in a store
 * of its own, and one rename under the key's lock, in which the condition is judged, makes it an object.
 */
final class WholeObjects extends ForwardingBlobStore {
    /** Carries the condition of a write past the server, which would judge it long before the object changes. */
    static final String IF_MATCH_HEADER = "x-amz-meta-zooark-if-match";

    private static final String IF_MATCH = "zooark-if-match";

    private static final String UPLOAD_RECORD = ".s3proxy-mpu-stub-";

    /** What s3proxy names the parts of an upload and its record of one. */
    private static final List<String> UPLOADS = List.of(".mpus-", UPLOAD_RECORD);

    private final ObjectFiles files;
    private final BlobStore unfinished;
    private final Striped<Lock> locks = Striped.lock(64);

    private WholeObjects(ObjectFiles files) {
        super(new FilesystemNio2BlobStore(files.directory().toString()));
        this.files = files;
        this.unfinished = new FilesystemNio2BlobStore(files.unfinished().toString());
    }

    static WholeObjects in(Path directory) throws IOException {
        return new WholeObjects(ObjectFiles.in(directory));
    }

    @Override
    public ListBucketsResponse list() {
        List<Bucket> buckets = delegate().list().buckets().stream()
                .filter(bucket -> !bucket.name().equals(ObjectFiles.UNFINISHED))
                .toList();
        return ListBucketsResponse.builder().buckets(buckets).build();
    }

    @Override
    public CreateBucketResponse createContainer(CreateBucketRequest request) {
        CreateBucketResponse response = delegate().createContainer(request);
        stageOf(request.bucket());
        return response;
    }

    @Override
    public void deleteBucket(String container) {
        delegate().deleteBucket(container);
        unfinished.deleteContainer(container);
    }

    @Override
    public PutObjectResponse putBlob(PutObjectRequest request, InputStream payload) {
        orDrain(payload, () -> stageOf(request.bucket()));
        if (request.key().endsWith("/")) {
            return delegate().putBlob(request, payload);
        }
        if (ofAnUpload(request.key())) {
            return unfinished.putBlob(request, payload);
        }
        Map<String, String> metadata = new TreeMap<>(request.metadata());
        String ifMatch = metadata.remove(IF_MATCH);
        PutObjectRequest staged = request.toBuilder()
                .key(ObjectFiles.STAGED + UUID.randomUUID())
                .metadata(metadata)
                .ifNoneMatch(null)
                .build();
        PutObjectResponse response = unfinished.putBlob(staged, payload);
        try {
            return locked(request.bucket(), request.key(), () -> {
                judge(request.bucket(), request.key(), ifMatch, request.ifNoneMatch());
                files.publish(request.bucket(), staged.key(), request.key());
                return response;
            });
        } finally {
            unfinished.removeBlob(staged.bucket(), staged.key());
        }
    }

    @Override
    public CompleteMultipartUploadResponse completeMultipartUpload(
            MultipartUpload upload, CompleteMultipartUploadRequest request) {
        String bucket = upload.containerName();
        String key = upload.blobName();
        return locked(bucket, key, () -> {
            judge(bucket, key, request.ifMatch(), request.ifNoneMatch());
            CompleteMultipartUploadRequest unconditional =
                    request.toBuilder().ifMatch(null).ifNoneMatch(null).build();
            CompleteMultipartUploadResponse response = unfinished.completeMultipartUpload(upload, unconditional);
            files.publish(bucket, key, key);
            // the empty folders that the key left behind in the other store
            unfinished.removeBlob(bucket, key);
            return response;
        });
    }

    @Override
    public DeleteObjectResponse removeBlob(DeleteObjectRequest request) {
        return locked(
                request.bucket(), request.key(), () -> storeOf(request.key()).removeBlob(request));
    }

    @Override
    public HeadObjectResponse blobMetadata(HeadObjectRequest request) {
        return storeOf(request.key()).blobMetadata(request);
    }

    @Override
    public ResponseInputStream<GetObjectResponse> getBlob(GetObjectRequest request) {
        return storeOf(request.key()).getBlob(request);
    }

    @Override
    public boolean blobExists(String container, String name) {
        return storeOf(name).blobExists(container, name);
    }

    @Override
    public ObjectCannedACL getBlobAccess(String container, String name) {
        return storeOf(name).getBlobAccess(container, name);
    }

    @Override
    public MultipartUpload initiateMultipartUpload(CreateMultipartUploadRequest request) {
        stageOf(request.bucket());
        return unfinished.initiateMultipartUpload(request);
    }

    @Override
    public void abortMultipartUpload(MultipartUpload upload) {
        unfinished.abortMultipartUpload(upload);
    }

    /** Refuses parts of an upload that is gone, even one that goes while its part comes in: they would stay forever. */
    @Override
    public UploadPartResponse uploadMultipartPart(MultipartUpload upload, UploadPartRequest request, InputStream body) {
        orDrain(body, () -> refuseGone(upload));
        UploadPartResponse response = unfinished.uploadMultipartPart(upload, request, body);
        try {
            refuseGone(upload);
        } catch (NoSuchUploadException e) {
            unfinished.abortMultipartUpload(upload);
            throw e;
        }
        return response;
    }

    @Override
    public List<Part> listMultipartUpload(MultipartUpload upload) {
        return unfinished.listMultipartUpload(upload);
    }

    @Override
    public List<software.amazon.awssdk.services.s3.model.MultipartUpload> listMultipartUploads(String container) {
        stageOf(container);
        return unfinished.listMultipartUploads(container);
    }

    /** Reads a body to its end before it is refused: a sender that is cut off does not see why. */
    private static void orDrain(InputStream body, Runnable check) {
        try {
            check.run();
        } catch (RuntimeException e) {
            try {
                body.transferTo(OutputStream.nullOutputStream());
            } catch (IOException unread) {
                e.addSuppressed(unread);
            }
            throw e;
        }
    }

    private void refuseGone(MultipartUpload upload) {
        if (!unfinished.blobExists(upload.containerName(), UPLOAD_RECORD + upload.id())) {
            throw NoSuchUploadException.builder()
                    .message("The specified upload does not exist.")
                    .statusCode(404)
                    .awsErrorDetails(AwsErrorDetails.builder()
                            .errorCode("NoSuchUpload")
                            .errorMessage("The specified upload does not exist.")
                            .sdkHttpResponse(
                                    SdkHttpResponse.builder().statusCode(404).build())
                            .build())
                    .build();
        }
    }

    private BlobStore storeOf(String key) {
        return ofAnUpload(key) ? unfinished : delegate();
    }

    private static boolean ofAnUpload(String key) {
        return UPLOADS.stream().anyMatch(key::startsWith);
    }

    /** Makes the place for unfinished objects of a bucket, which may also be a folder that somebody made by hand. */
    private void stageOf(String bucket) {
        delegate().headBucket(HeadBucketRequest.builder().bucket(bucket).build());
        files.stage(bucket);
    }

    private void judge(String bucket, String key, @Nullable String ifMatch, @Nullable String ifNoneMatch) {
        if (ifMatch == null && ifNoneMatch == null) {
            return;
        }
        HeadObjectResponse current = delegate().blobMetadataIfPresent(bucket, key);
        if (ifMatch != null && current == null) {
            throw S3Exceptions.noSuchKey(bucket, key, "The specified key does not exist.");
        }
        boolean changed = ifMatch != null && !agree(ifMatch, requireNonNull(current));
        boolean taken = ifNoneMatch != null && current != null && agree(ifNoneMatch, current);
        if (changed || taken) {
            throw S3Exceptions.preconditionFailed(null);
        }
    }

    private static boolean agree(String condition, HeadObjectResponse current) {
        return condition.equals("*")
                || condition.replace("\"", "").equals(current.eTag().replace("\"", ""));
    }

    private <T> T locked(String bucket, String key, Supplier<T> work) {
        Lock lock = locks.get(bucket + "/" + key);
        lock.lock();
        try {
            return work.get();
        } finally {
            lock.unlock();
        }
    }
}
