package io.zooark.local.cloud;

/**
 * Stands before the services of a {@link Gateway} and decides what becomes of each call: how callers are shown an AWS that
 * refuses, throttles or falls silent.
 */
@FunctionalInterface
public interface Disturbance {

    /**
     * Decides on a call; it waits until this returns.
     *
     * @param call which one, as IAM names it: {@code ssm:SendCommand}, {@code ec2:DescribeInstances}, {@code s3:GetObject}
     * @param key the object's bucket and key, for S3; empty otherwise
     */
    Effect effect(String call, String key);

    /** What becomes of a call. */
    enum Effect {
        /** It is answered. */
        NONE,
        /** It is not carried out: the caller has no leave, so that an SDK does not try again. */
        REFUSED,
        /** It is not carried out: too many calls, so that an SDK tries again. */
        THROTTLED,
        /** It is carried out, but the connection ends without an answer. */
        UNANSWERED
    }
}
