package io.zooark.ensemble;

/**
 * Certificates, perhaps with a private key, as text in PEM; kept where it can be replaced while a function lives, for
 * certificates expire. The text is never logged.
 */
public interface PemText {

    /** Returns the text. */
    String text();

    /** Makes the next {@link #text} read it anew: what it holds was refused, so it may have been replaced. */
    void forget();

    /** Returns where the text is kept, for messages. */
    String source();
}
