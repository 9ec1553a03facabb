package io.zooark.zookeeper;

import io.zooark.error.RestoreException;
import io.zooark.error.ServerRefusedException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpTimeoutException;
import java.security.cert.X509Certificate;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.net.ssl.SSLHandshakeException;

/**
 * What lies behind a connection that ended without an answer, where it is a matter of TLS.
 *
 * <p>A server that is shown no certificate, or one that it does not take, ends the connection without an HTTP status. Since
 * TLS 1.3 the client has sent its request by then, and may lose the alert that says why (not seen in 600 tries on loopback).
 */
final class TlsFailure {
    private static final Pattern ALERT = Pattern.compile("Received fatal alert: (\\w+)");

    /** What the JDK says when the first bytes of an answer are not TLS; with a capital letter, or in a longer sentence. */
    private static final Pattern NOT_TLS = Pattern.compile("[Uu]nrecognized SSL message");

    /** An alert of TLS begins with the bytes 21 and 3; where a status line should be, nothing else does. */
    private static final Pattern TLS = Pattern.compile("\u0015\u0003");

    private final URI server;
    private final AdminAccess access;
    private final ClientIdentity identity;
    private final IOException failure;

    TlsFailure(URI server, AdminAccess access, ClientIdentity identity, IOException failure) {
        this.server = server;
        this.access = access;
        this.identity = identity;
        this.failure = failure;
    }

    /** Returns whether the server or we refused in the handshake, so that another certificate may do; nothing was asked yet. */
    boolean refusedInHandshake() {
        return access.tls()
                && !says(NOT_TLS)
                && (alert().isPresent() || causes().anyMatch(SSLHandshakeException.class::isInstance));
    }

    /** Returns the failure in an operator's words; empty where TLS has no part in it. */
    Optional<RestoreException> explained() {
        if (!access.tls()) {
            return says(TLS) ? Optional.of(plainToTls()) : Optional.empty();
        }
        Optional<UntrustedServerException> untrusted = ServerTrust.refusalIn(failure);
        if (untrusted.isPresent()) {
            return Optional.of(refused(
                    "is not trusted: " + untrusted.get().getMessage(),
                    untrusted.get().hint()));
        }
        if (says(NOT_TLS)) {
            return Optional.of(refused(
                    "does not speak TLS on its admin port",
                    "set admin.portUnification or admin.forceHttps of the server to true and restart it, or set admin.scheme to"
                            + " http in the ensemble's configuration"));
        }
        Optional<String> alert = alert();
        boolean asked = identity.wasAskedBy(server.getHost(), server.getPort());
        if (asked && identity.chain().isEmpty() && (alert.isPresent() || endedConnection())) {
            return Optional.of(withoutCertificate());
        }
        if (asked && alert.isPresent()) {
            return Optional.of(refusedCertificate(alert.get()));
        }
        return alert.map(name -> refused(
                "ended the TLS handshake (" + name + ")",
                "see that it takes TLS 1.2 or 1.3 with a usual cipher suite, and look at its log"));
    }

    private ServerRefusedException withoutCertificate() {
        return refused(
                "asks for a client certificate (admin.needClientAuth), and the functions have none",
                "write a private key and its certificate in PEM into a SecureString parameter and name it in"
                        + " admin.certificateParameter of the ensemble's configuration");
    }

    private ServerRefusedException refusedCertificate(String alert) {
        X509Certificate own = identity.chain().get(0);
        String kept = access.certificate() == null
                ? "its parameter"
                : access.certificate().source();
        return refused(
                "does not accept the client certificate " + identity.subject() + " (" + alert
                        + "), issued by "
                        + own.getIssuerX500Principal().getName() + ", valid until "
                        + own.getNotAfter().toInstant(),
                "renew it in " + kept
                        + " if it has expired; else add its authority to the server's ssl.quorum.trustStore"
                        + " and ssl.trustStore");
    }

    private ServerRefusedException plainToTls() {
        return refused(
                "speaks TLS on its admin port, and was asked in plain HTTP",
                "set admin.scheme to https in the ensemble's configuration");
    }

    private ServerRefusedException refused(String problem, String hint) {
        return new ServerRefusedException("server " + server.getRawAuthority() + " " + problem, hint, failure);
    }

    private boolean endedConnection() {
        return causes().noneMatch(e -> e instanceof HttpTimeoutException || e instanceof ConnectException);
    }

    private Optional<String> alert() {
        return messages()
                .map(ALERT::matcher)
                .filter(Matcher::find)
                .map(found -> found.group(1).toLowerCase(Locale.ROOT))
                .findFirst();
    }

    private boolean says(Pattern words) {
        return messages().anyMatch(message -> words.matcher(message).find());
    }

    private Stream<String> messages() {
        return causes().map(Throwable::getMessage).flatMap(Stream::ofNullable);
    }

    private Stream<Throwable> causes() {
        return Stream.<Throwable>iterate(failure, e -> e != null, Throwable::getCause);
    }
}
