package io.zooark.local.iam;

import java.util.Optional;

/** Says whether who calls the local cloud has leave to. */
@FunctionalInterface
public interface Authority {

    /**
     * Judges a call.
     *
     * @param accessKeyId with which the call is signed; empty if it is not
     * @return why it is refused, for people; empty where the caller has leave
     */
    Optional<String> refusal(String accessKeyId, Call call);
}
