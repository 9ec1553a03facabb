package io.zooark.zookeeper;

import io.zooark.ensemble.PemText;
import io.zooark.error.ServerRefusedException;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import org.apache.zookeeper.util.PemReader;

/** Reads PEM as ZooKeeper does, and says what is wrong with it without quoting any of it. */
final class Pems {
    private static final String UNENCRYPTED = "BEGIN PRIVATE KEY";

    private Pems() {}

    /** Returns all certificates; at least one. */
    static List<X509Certificate> certificates(PemText pem) {
        List<X509Certificate> certificates;
        try {
            certificates = PemReader.readCertificateChain(pem.text());
        } catch (CertificateException | IllegalArgumentException e) {
            throw unusable(pem, "holds a certificate that cannot be read", "write whole certificates in PEM into it");
        }
        if (certificates.isEmpty()) {
            throw unusable(pem, "holds no certificate", "write certificates in PEM into it: BEGIN CERTIFICATE …");
        }
        return certificates;
    }

    /** Returns the private key. */
    static PrivateKey key(PemText pem) {
        if (!pem.text().contains(UNENCRYPTED)) {
            throw unusable(
                    pem,
                    "holds no private key that can be used",
                    "write it unencrypted and in PKCS#8 (BEGIN PRIVATE KEY), beside its certificate chain: openssl pkcs8 -topk8"
                            + " -nocrypt; the parameter itself is encrypted");
        }
        try {
            return PemReader.loadPrivateKey(pem.text(), Optional.empty());
        } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
            // not the cause: its message may quote what it could not read
            throw unusable(pem, "holds a private key that cannot be read", "write it anew, in PKCS#8");
        }
    }

    private static ServerRefusedException unusable(PemText pem, String problem, String hint) {
        // what is mended there must be seen by the next call
        pem.forget();
        return new ServerRefusedException(pem.source() + " " + problem, hint);
    }
}
