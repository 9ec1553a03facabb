package io.zooark.zookeeper;

import static java.util.Objects.requireNonNull;

import io.zooark.ensemble.Credential;
import io.zooark.ensemble.PemText;
import org.jspecify.annotations.Nullable;

/**
 * How AdminServers are reached: as whom, and trusting whom.
 *
 * @param scheme {@code http} or {@code https}
 * @param credential the user to come as, or null to come as the subject of the certificate (x509)
 * @param trust certificates of the authorities to trust, or null to trust whom the JVM trusts
 * @param certificate the functions' private key and certificate chain, or null for none
 */
public record AdminAccess(
        String scheme,
        @Nullable Credential credential,
        @Nullable PemText trust,
        @Nullable PemText certificate) {
    public AdminAccess {
        requireNonNull(scheme, "scheme is null");
        if (credential == null && certificate == null) {
            throw new IllegalArgumentException("neither a credential nor a certificate to come with");
        }
    }

    /** Returns the way in as a user, to servers that the JVM trusts. */
    public static AdminAccess digest(String scheme, Credential credential) {
        return new AdminAccess(scheme, requireNonNull(credential, "credential is null"), null, null);
    }

    boolean tls() {
        return scheme.equals("https");
    }

    /** Returns the header {@code Authorization}; for x509 it names the scheme alone, and TLS says who we are. */
    String authorization() {
        return credential == null ? "x509" : "digest " + credential.digest();
    }

    /** Returns whether there is something that may have been replaced where it is kept. */
    boolean replaceable() {
        return trust != null || certificate != null;
    }

    /** Makes everything be read anew: it was refused. */
    void forget() {
        if (credential != null) {
            credential.forget();
        }
        if (trust != null) {
            trust.forget();
        }
        if (certificate != null) {
            certificate.forget();
        }
    }
}
