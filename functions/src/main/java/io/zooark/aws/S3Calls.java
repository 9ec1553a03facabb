package io.zooark.aws;

import io.zooark.error.StorageRefusedException;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Calls S3 and says in our words what it answers. */
final class S3Calls {
    private static final int MOVED = 301;

    /** Error codes of S3 and of those who sign for it. */
    private static final Set<String> INVALID_CREDENTIALS = Set.of(
            "ExpiredToken", "InvalidAccessKeyId", "InvalidToken", "SignatureDoesNotMatch", "TokenRefreshRequired");

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
        Optional<StalledException> stalled = StalledException.behind(e);
        if (stalled.isPresent()) {
            return new StorageRefusedException(
                    "S3 stalled when asked to " + what + ": " + stalled.get().getMessage(),
                    "look at the function's network (S3 gateway endpoint) and at AWS's health dashboard; running it again is"
                            + " safe",
                    e);
        }
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
            return "S3 was not reached: look at the network (for a function, the S3 gateway endpoint) and credentials";
        }
        String code = answer.awsErrorDetails() == null
                ? ""
                : String.valueOf(answer.awsErrorDetails().errorCode());
        if (INVALID_CREDENTIALS.contains(code)) {
            return "the AWS credentials are not valid, or no longer: sign in again, or set others";
        }
        return switch (answer.statusCode()) {
            case MOVED -> "the bucket is in another region: set AWS_REGION, or give --region";
            case 403 ->
                "give whoever runs this, or the function's role, leave for this key, and for the bucket's KMS key if it"
                        + " has one";
            case NOT_FOUND ->
                e instanceof NoSuchBucketException
                        ? "look whether the bucket's name, in --bucket or in the function's environment, is right"
                        : "see who else writes or deletes there; running it again is safe";
            case 503 -> "S3 asks to slow down: run it again in a minute";
            default -> "look up the S3 error code; running it again is safe";
        };
    }
}
