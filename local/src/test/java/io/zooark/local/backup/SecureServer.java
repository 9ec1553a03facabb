package io.zooark.local.backup;

import io.zooark.local.zookeeper.Client;
import io.zooark.local.zookeeper.EnsembleOptions;
import io.zooark.local.zookeeper.LocalEnsemble;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.ZooDefs;

/** Ensembles of one server whose AdminServer has a certificate; which of its ways in are open is for the test to say. */
final class SecureServer {
    private static final int HEAP_MEGABYTES = 96;

    private SecureServer() {}

    /** Returns the options of a server without a certificate. */
    static EnsembleOptions plain() {
        return EnsembleOptions.voters(1).withSuperPassword(Account.PASSWORD).withHeap(HEAP_MEGABYTES);
    }

    /**
     * Returns the options of one with a certificate.
     *
     * @param certificate PEM file of the server's key and certificate chain
     * @param trust PEM file of the authorities whose certificates it takes from clients
     */
    static EnsembleOptions with(Path certificate, Path trust) {
        return plain().withProperty("ssl.quorum.keyStore.location", certificate.toString())
                .withProperty("ssl.quorum.trustStore.location", trust.toString());
    }

    /** Returns the options of one that wants a certificate from its clients, and takes it for a user. */
    static EnsembleOptions asking(Path certificate, Path trust, String superUser) {
        return with(certificate, trust)
                .withProperty("admin.forceHttps", "true")
                .withProperty("admin.needClientAuth", "true")
                .withProperty("authProvider.x509", "org.apache.zookeeper.server.auth.X509AuthenticationProvider")
                .withProperty("X509AuthenticationProvider.superUser", superUser)
                .withProperty("ssl.trustStore.location", trust.toString());
    }

    /** Starts it, and writes to it once: before, no snapshot of it can be proven. */
    static void start(LocalEnsemble ensemble) throws IOException {
        ensemble.start();
        try (Client client = Client.connect(ensemble.connectString(), Duration.ofSeconds(10))) {
            client.zooKeeper().create("/orders", new byte[] {1}, ZooDefs.Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
        } catch (KeeperException e) {
            throw new IOException("cannot write to a server that has just started", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while writing", e);
        }
    }

    static int port(LocalEnsemble ensemble) {
        return ensemble.host(1).server().ports().admin();
    }
}
