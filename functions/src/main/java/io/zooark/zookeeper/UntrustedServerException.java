package io.zooark.zookeeper;

import java.security.cert.CertificateException;

/** A server's certificate that is not to be trusted, with the reason and the remedy in an operator's words. */
final class UntrustedServerException extends CertificateException {
    private static final long serialVersionUID = 1;

    private final String hint;

    UntrustedServerException(String problem, String hint, CertificateException cause) {
        super(problem, cause);
        this.hint = hint;
    }

    String hint() {
        return hint;
    }
}
