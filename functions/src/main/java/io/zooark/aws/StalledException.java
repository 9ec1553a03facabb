package io.zooark.aws;

import java.util.Optional;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;

/** S3 neither read nor answered for as long as it may be silent. */
final class StalledException extends Exception {
    private static final long serialVersionUID = 1;

    StalledException(String howFar) {
        super(howFar);
    }

    /** Returns this as the SDK takes it: it copies its own exceptions, causes and all, and makes no call again for this one. */
    SdkClientException forTheSdk() {
        return SdkClientException.create(getMessage(), this);
    }

    static boolean isBehind(Throwable e) {
        return e instanceof SdkException sdk && behind(sdk).isPresent();
    }

    static Optional<StalledException> behind(SdkException e) {
        return e.getCause() instanceof StalledException stalled ? Optional.of(stalled) : Optional.empty();
    }
}
