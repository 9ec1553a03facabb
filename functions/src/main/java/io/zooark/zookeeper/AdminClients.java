package io.zooark.zookeeper;

import static java.util.Objects.requireNonNull;

import io.zooark.error.ServerRefusedException;
import java.net.http.HttpClient;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * The HTTP client for AdminServers, and its successors: connections stand for as long as they are used, so that a
 * certificate that was replaced is shown by a new client alone.
 */
final class AdminClients {
    /** A server that refuses whatever it is shown must not have the parameters read at every question. */
    private static final Duration BETWEEN_RENEWALS = Duration.ofSeconds(2);

    private final AdminAccess access;
    private final Duration connect;
    private @Nullable Client current;
    private @Nullable Long renewedAt;

    /** One client, and what it shows to servers that ask for a certificate. */
    record Client(HttpClient http, ClientIdentity identity) {}

    AdminClients(AdminAccess access, Duration connect) {
        this.access = requireNonNull(access, "access is null");
        this.connect = requireNonNull(connect, "connect is null");
    }

    AdminAccess access() {
        return access;
    }

    /**
     * Returns the client of now.
     *
     * @throws ServerRefusedException if what it needs cannot be read
     */
    synchronized Client current() {
        Client client = current;
        if (client == null) {
            client = make();
            current = client;
        }
        return client;
    }

    /** Returns the successor of a client that was refused; empty if nothing can have been replaced since it was made. */
    synchronized Optional<Client> successor(Client refused) {
        if (!access.replaceable()) {
            return Optional.empty();
        }
        if (refused.equals(current)) {
            if (renewedAt != null && System.nanoTime() - renewedAt < BETWEEN_RENEWALS.toNanos()) {
                return Optional.empty();
            }
            access.forget();
            current = null;
            renewedAt = System.nanoTime();
        }
        return Optional.of(current());
    }

    private Client make() {
        HttpClient.Builder builder = HttpClient.newBuilder()
                .connectTimeout(connect)
                .followRedirects(HttpClient.Redirect.NEVER)
                .version(HttpClient.Version.HTTP_1_1);
        ClientIdentity identity = ClientIdentity.of(access.certificate());
        if (access.tls()) {
            builder.sslContext(context(identity));
        }
        return new Client(builder.build(), identity);
    }

    private SSLContext context(ClientIdentity identity) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(new KeyManager[] {identity}, new TrustManager[] {ServerTrust.in(access.trust())}, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new ServerRefusedException(
                    "TLS to the AdminServers cannot be set up: " + e.getMessage(),
                    "look at the certificates in the parameters of the ensemble's configuration",
                    e);
        }
    }
}
