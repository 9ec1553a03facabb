package io.zooark.zookeeper;

import io.zooark.ensemble.PemText;
import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/** Judges servers' certificates as the JDK does, and tells its refusals apart. */
final class ServerTrust extends X509ExtendedTrustManager {
    private static final int DNS_NAME = 2;
    private static final int IP_ADDRESS = 7;

    private final X509ExtendedTrustManager judge;
    private final @Nullable PemText authorities;

    private ServerTrust(X509ExtendedTrustManager judge, @Nullable PemText authorities) {
        this.judge = judge;
        this.authorities = authorities;
    }

    /** Trusts these authorities and no others; whom the JVM trusts where there are none. */
    static ServerTrust in(@Nullable PemText authorities) throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(authorities == null ? null : keyStore(Pems.certificates(authorities)));
        for (TrustManager manager : factory.getTrustManagers()) {
            if (manager instanceof X509ExtendedTrustManager judge) {
                return new ServerTrust(judge, authorities);
            }
        }
        throw new GeneralSecurityException("this JVM has no trust manager for X.509");
    }

    private static KeyStore keyStore(List<X509Certificate> certificates) throws GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try {
            store.load(null, null);
        } catch (IOException e) {
            throw new GeneralSecurityException("an empty key store cannot be made", e);
        }
        for (X509Certificate certificate : certificates) {
            // by number: an authority that was renewed has two certificates with one name
            store.setCertificateEntry("authority-" + store.size(), certificate);
        }
        return store;
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        try {
            judge.checkServerTrusted(chain, authType, engine);
        } catch (CertificateException e) {
            throw refused(List.of(chain), authType, engine.getPeerHost(), e);
        }
    }

    private UntrustedServerException refused(
            List<X509Certificate> chain, String authType, String host, CertificateException e) {
        Optional<X509Certificate> outdated =
                chain.stream().filter(certificate -> !validNow(certificate)).findFirst();
        if (outdated.isPresent()) {
            X509Certificate certificate = outdated.get();
            return new UntrustedServerException(
                    "its certificate " + subject(certificate) + " is valid from "
                            + certificate.getNotBefore().toInstant() + " to "
                            + certificate.getNotAfter().toInstant() + ", and it is now " + Instant.now(),
                    "renew the certificate in the key store of the server (ssl.quorum.keyStore.location) and restart it",
                    e);
        }
        // names are judged last, and by the check with an engine alone
        if (e.getClass() == CertificateException.class && chainTrusted(chain, authType)) {
            return new UntrustedServerException(
                    "its certificate " + subject(chain.get(0)) + " is for " + names(chain.get(0)) + ", not for " + host,
                    "give the server a certificate with the subject alternative name " + host
                            + ", or name it in seedHosts as its certificate does; other servers are asked at the address"
                            + " that voting_view tells",
                    e);
        }
        return new UntrustedServerException(
                "its certificate " + subject(chain.get(0)) + " was issued by "
                        + chain.get(chain.size() - 1).getIssuerX500Principal().getName()
                        + ", which is not among the authorities to trust (" + e.getMessage() + ")",
                authorities == null
                        ? "write the certificate of that authority in PEM into a parameter and name it in admin.trustParameter"
                        : "add the certificate of that authority in PEM to " + authorities.source(),
                e);
    }

    private boolean chainTrusted(List<X509Certificate> chain, String authType) {
        try {
            judge.checkServerTrusted(chain.toArray(X509Certificate[]::new), authType);
            return true;
        } catch (CertificateException e) {
            return false;
        }
    }

    private static boolean validNow(X509Certificate certificate) {
        try {
            certificate.checkValidity();
            return true;
        } catch (CertificateException e) {
            return false;
        }
    }

    private static String subject(X509Certificate certificate) {
        return certificate.getSubjectX500Principal().getName();
    }

    private static List<String> names(X509Certificate certificate) {
        List<String> names = new ArrayList<>();
        try {
            Collection<List<?>> alternatives = certificate.getSubjectAlternativeNames();
            for (List<?> name : alternatives == null ? List.<List<?>>of() : alternatives) {
                Object type = name.get(0);
                if (type.equals(DNS_NAME) || type.equals(IP_ADDRESS)) {
                    names.add(String.valueOf(name.get(1)));
                }
            }
        } catch (CertificateParsingException e) {
            names.add("names that cannot be read");
        }
        return names;
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        judge.checkServerTrusted(chain, authType, socket);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        judge.checkServerTrusted(chain, authType);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        judge.checkClientTrusted(chain, authType);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        judge.checkClientTrusted(chain, authType, socket);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        judge.checkClientTrusted(chain, authType, engine);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return judge.getAcceptedIssuers();
    }

    /** Returns the exception in which a refusal of ours was wrapped on its way, if it was one. */
    static Optional<UntrustedServerException> refusalIn(Throwable failure) {
        return Stream.<Throwable>iterate(failure, e -> e != null, Throwable::getCause)
                .filter(UntrustedServerException.class::isInstance)
                .map(UntrustedServerException.class::cast)
                .findFirst();
    }
}
