package io.zooark.zookeeper;

import io.zooark.ensemble.PemText;
import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/**
 * The certificate that the functions show a server, if they have one; and it knows which servers have asked for one.
 *
 * <p>It is shown whatever authorities the server says it knows: a server that refuses it says so, while one that is shown
 * none only ends the connection.
 */
final class ClientIdentity extends X509ExtendedKeyManager {
    private static final String ALIAS = "zooark";

    private final @Nullable PrivateKey key;
    private final List<X509Certificate> chain;
    private final Set<String> askedBy = ConcurrentHashMap.newKeySet();

    private ClientIdentity(@Nullable PrivateKey key, List<X509Certificate> chain) {
        this.key = key;
        this.chain = List.copyOf(chain);
    }

    static ClientIdentity of(@Nullable PemText pem) {
        return pem == null
                ? new ClientIdentity(null, List.of())
                : new ClientIdentity(Pems.key(pem), Pems.certificates(pem));
    }

    /** Returns the chain, our own certificate first; empty where there is none. */
    List<X509Certificate> chain() {
        return chain;
    }

    /** Returns the name that ZooKeeper knows the certificate's owner by, letter by letter; empty where there is none. */
    String subject() {
        return chain.isEmpty() ? "" : chain.get(0).getSubjectX500Principal().getName();
    }

    /** Returns whether a server has asked for a certificate. */
    boolean wasAskedBy(String host, int port) {
        return askedBy.contains(host + ":" + port);
    }

    @Override
    public @Nullable String chooseEngineClientAlias(
            String[] keyTypes, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
        if (engine != null) {
            askedBy.add(engine.getPeerHost() + ":" + engine.getPeerPort());
        }
        return key != null && List.of(keyTypes).contains(key.getAlgorithm()) ? ALIAS : null;
    }

    @Override
    public X509Certificate[] getCertificateChain(String alias) {
        return chain.toArray(X509Certificate[]::new);
    }

    @Override
    public @Nullable PrivateKey getPrivateKey(String alias) {
        return key;
    }

    // the rest is for servers, and for sockets that have no engine: nobody asks

    @Override
    public String @Nullable [] getClientAliases(String keyType, Principal @Nullable [] issuers) {
        return null;
    }

    @Override
    public @Nullable String chooseClientAlias(
            String[] keyTypes, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return null;
    }

    @Override
    public String @Nullable [] getServerAliases(String keyType, Principal @Nullable [] issuers) {
        return null;
    }

    @Override
    public @Nullable String chooseServerAlias(String keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return null;
    }
}
