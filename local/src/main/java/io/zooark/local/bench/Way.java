package io.zooark.local.bench;

/** In which way a {@link Taker} takes a snapshot. */
enum Way {
    /** The deployed function, wired from its environment: into S3, again where it comes out torn. */
    FUNCTION,
    /** Into S3, in one attempt whatever comes out. */
    ONE_ATTEMPT,
    /** In one attempt into a vault that keeps nothing. */
    DISCARDING
}
