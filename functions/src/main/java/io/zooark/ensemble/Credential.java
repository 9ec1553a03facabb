package io.zooark.ensemble;

/** What the functions show an ensemble to be let in as its administrator. It is never logged. */
public interface Credential {

    /** Returns {@code user:password} for the digest scheme. */
    String digest();

    /** Makes the next {@link #digest} read it anew: it was refused, so it may have been changed. */
    void forget();
}
