package io.zooark.aws;

import io.zooark.error.StorageRefusedException;
import java.util.function.Supplier;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Calls S3 and says in our words what it answers. */
final class S3Calls {
    static final int NOT_FOUND = 404;
    static final int CONFLICT = 409;
    static final int PRECONDITION_FAILED = 412;

    private S3Calls() {}

    /** Makes a call; a refusal becomes a {@link StorageRefusedException} that names what was tried. */
    static <T> T call(String what, Supplier<T> call) {
        try {
            return call.get();
        } catch (SdkException e) {
            throw refused(what, e);
        }
    }

    static StorageRefusedException refused(String what, SdkException e) {
        return new StorageRefusedException("S3 refused to " + what + ": " + e.getMessage(), hint(e), e);
    }

    /** Returns whether S3 said that a condition of ours does not hold: somebody else was first. */
    static boolean overtaken(S3Exception e) {
        return e.statusCode() == PRECONDITION_FAILED || e.statusCode() == CONFLICT;
    }

    /** Returns whether S3 said that what a call speaks of is not there, or no longer. */
    static boolean gone(S3Exception e) {
        return e.statusCode() == NOT_FOUND;
    }

    private static String hint(SdkException e) {
        if (!(e instanceof S3Exception answer)) {
            return "S3 was not reached: look at the function's network (S3 gateway endpoint) and credentials";
        }
        return switch (answer.statusCode()) {
            case 403 -> "give the function's role leave for this key, and for the bucket's KMS key if it has one";
            case NOT_FOUND ->
                e instanceof NoSuchBucketException
                        ? "look whether the bucket's name in the function's environment is right"
                        : "see who else writes or deletes there; running it again is safe";
            case 503 -> "S3 asks to slow down: run it again in a minute";
            default -> "look up the S3 error code; running it again is safe";
        };
    }
}
