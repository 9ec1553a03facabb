package io.zooark.local.backup;

import static io.zooark.local.backup.SecureServer.port;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zooark.aws.SsmCredential;
import io.zooark.aws.SsmPem;
import io.zooark.ensemble.AdminServer;
import io.zooark.ensemble.Credential;
import io.zooark.ensemble.Ensemble;
import io.zooark.ensemble.Ensemble.Authentication;
import io.zooark.ensemble.ServerAddress;
import io.zooark.error.ServerRefusedException;
import io.zooark.local.zookeeper.Client;
import io.zooark.local.zookeeper.LocalEnsemble;
import io.zooark.zookeeper.AdminAccess;
import io.zooark.zookeeper.HttpAdminServers;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.ZooDefs;
import org.apache.zookeeper.data.ACL;
import org.apache.zookeeper.data.Id;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** Backups of real servers that ask for a client certificate, over TLS 1.3 and 1.2; and why there is none. */
@Isolated("all output is overheard")
class ClientCertificateTest {
    private static final String TRUST = "/zooark/orders/authorities";
    private static final String CERTIFICATE = "/zooark/orders/certificate";

    private static final List<LocalEnsemble> ENSEMBLES = new ArrayList<>();

    private static Account account;
    private static Authority authority;
    private static Authority stranger;
    private static LocalEnsemble asking;
    private static LocalEnsemble askingByTls12;
    private static LocalEnsemble notAsking;
    private static String superUser;

    private final Overheard overheard = Overheard.listening();

    @BeforeAll
    static void open(@TempDir Path folder) throws IOException {
        account = Account.open(folder.resolve("s3"));
        Path pki = folder.resolve("pki");
        authority = Authority.found(pki, "orders-authority");
        stranger = Authority.found(pki, "another-authority");
        Path server = authority.issue("server", Authority.LOOPBACK).file();
        superUser = authority.issue("zooark").pem();
        asking = start(folder.resolve("asking"), server, List.of());
        askingByTls12 = start(folder.resolve("tls12"), server, List.of("-Djdk.tls.server.protocols=TLSv1.2"));
        notAsking = LocalEnsemble.create(
                folder.resolve("not-asking"),
                SecureServer.with(server, authority.trustFile()).withProperty("admin.portUnification", "true"));
        ENSEMBLES.add(notAsking);
        SecureServer.start(notAsking);
    }

    private static LocalEnsemble start(Path folder, Path certificate, List<String> jvmOptions) throws IOException {
        var options = SecureServer.asking(certificate, authority.trustFile(), "CN=zooark")
                .withAdminTls(authority.tls("server"));
        for (String option : jvmOptions) {
            options = options.withJvmOptions(option);
        }
        LocalEnsemble ensemble = LocalEnsemble.create(folder, options);
        ENSEMBLES.add(ensemble);
        SecureServer.start(ensemble);
        return ensemble;
    }

    @AfterAll
    static void close() throws IOException {
        for (LocalEnsemble ensemble : ENSEMBLES) {
            ensemble.close();
        }
        account.close();
    }

    @AfterEach
    void nothingToldASecret() {
        overheard.close();
        assertThat(overheard.text()).doesNotContain(Account.PASSWORD).doesNotContain(keyText(superUser));
        account.clear();
    }

    @Test
    void backsUpAsTheSubjectOfItsCertificate() throws IOException {
        assertThat(take(asking, superUser)).isEqualTo("CONSISTENT");
        account.clear();
        assertThat(take(askingByTls12, superUser)).isEqualTo("CONSISTENT");
    }

    @Test
    void showsItsCertificateAndComesAsAUserAllTheSame() throws IOException {
        account.secret(TRUST, authority.pem());
        account.secret(CERTIFICATE, authority.issue("nobody").pem());
        Ensemble.Admin admin =
                new Ensemble.Admin("https", 0, Authentication.DIGEST, Account.PARAMETER, TRUST, CERTIFICATE);

        assertThat(account.deployed(admin, port(asking)).take().path("verdict").asText())
                .isEqualTo("CONSISTENT");
    }

    @Test
    void saysThatTheServerAsksForACertificate() throws IOException {
        account.secret(TRUST, authority.pem());
        for (LocalEnsemble ensemble : List.of(asking, askingByTls12)) {
            AdminServer server = servers(credential(), null).at(address(ensemble));

            refuses(
                    server::status,
                    address(ensemble)
                            + " asks for a client certificate (admin.needClientAuth), and the functions have none",
                    "name it in admin.certificateParameter");
        }
    }

    @Test
    void saysThatTheServerDoesNotAcceptTheCertificate() throws IOException {
        account.secret(CERTIFICATE, stranger.issue("intruder").pem());
        for (LocalEnsemble ensemble : List.of(asking, askingByTls12)) {
            refuses(
                    () -> servers(null, CERTIFICATE).at(address(ensemble)).status(),
                    address(ensemble) + " does not accept the client certificate CN=intruder (",
                    "issued by CN=another-authority, valid until ",
                    "add its authority to the server's ssl.quorum.trustStore and ssl.trustStore");
        }
    }

    @Test
    void saysThatTheCertificateHasExpired() throws IOException {
        account.secret(CERTIFICATE, authority.issueExpired("late").pem());

        refuses(
                () -> servers(null, CERTIFICATE).at(address(asking)).status(),
                "does not accept the client certificate CN=late (",
                "renew it in parameter " + CERTIFICATE + " if it has expired");
    }

    @Test
    void saysThatTheServerDoesNotKnowCertificates() throws IOException {
        account.secret(CERTIFICATE, superUser);

        refuses(
                () -> servers(null, CERTIFICATE).at(address(notAsking)).openSnapshot(),
                "HTTP 401: it does not know client certificates, or not the authority of the certificate CN=zooark",
                "authProvider.x509=");
    }

    @Test
    void readsACertificateAnewThatWasReplacedWhileTheFunctionWasWarm() throws IOException {
        account.secret(CERTIFICATE, stranger.issue("outdated").pem());
        HttpAdminServers warm = servers(null, CERTIFICATE);
        warm.at(address(notAsking)).status();

        account.secret(CERTIFICATE, superUser);

        assertThat(warm.at(address(asking)).status().broadcasting()).isTrue();
    }

    @Test
    void saysWithoutQuotingItThatTheParameterHoldsNoKey() throws IOException {
        account.secret(CERTIFICATE, authority.pem() + Account.PASSWORD);
        refuses(
                () -> servers(null, CERTIFICATE).at(address(asking)).status(),
                "parameter " + CERTIFICATE + " holds no private key that can be used",
                "PKCS#8");

        account.secret(CERTIFICATE, superUser.replaceFirst("KEY-----\n\\w{20}", "KEY-----\n"));
        refuses(
                () -> servers(null, CERTIFICATE).at(address(asking)).status(),
                "parameter " + CERTIFICATE + " holds a private key that cannot be read");
    }

    @Test
    void saysThatTheAccessListOfTheRestoredTreeApplies() throws Exception {
        account.secret(TRUST, authority.pem());
        account.secret(CERTIFICATE, superUser);
        byte[] closed;
        try (Client root =
                Client.connect(asking.connectString(), Duration.ofSeconds(10)).as("super", Account.PASSWORD)) {
            root.zooKeeper().setACL("/", alone("alice"), -1);
            closed = snapshot(servers(null, CERTIFICATE).at(address(asking)));
            root.zooKeeper().setACL("/", ZooDefs.Ids.OPEN_ACL_UNSAFE, -1);
        }
        account.secret(CERTIFICATE, authority.issue("backup").pem());
        AdminServer server = servers(null, CERTIFICATE).at(address(asking));
        assertThat(snapshot(server)).as("/ lets everybody do everything").isNotEmpty();

        server.restore(out -> out.write(closed));

        try {
            refuses(
                    server::persistSnapshot,
                    "HTTP 403: the certificate CN=backup may not administer it",
                    "the access list of / in the tree that it holds now",
                    "after a restore the access list of the snapshot's / applies",
                    "X509AuthenticationProvider.superUser=CN=backup");
        } finally {
            openRoot();
        }
    }

    private static List<ACL> alone(String user) {
        // not List.of: the client asks whether null is in it
        return Collections.singletonList(new ACL(ZooDefs.Perms.ALL, new Id("digest", user + ":x")));
    }

    private static void openRoot() throws IOException, InterruptedException, KeeperException {
        try (Client root =
                Client.connect(asking.connectString(), Duration.ofSeconds(10)).as("super", Account.PASSWORD)) {
            root.zooKeeper().setACL("/", ZooDefs.Ids.OPEN_ACL_UNSAFE, -1);
        }
    }

    private static byte[] snapshot(AdminServer server) throws IOException {
        try (AdminServer.Download download = server.openSnapshot()) {
            return download.body().readAllBytes();
        }
    }

    private static String take(LocalEnsemble ensemble, String certificate) throws IOException {
        account.secret(TRUST, authority.pem());
        account.secret(CERTIFICATE, certificate);
        Ensemble.Admin admin = new Ensemble.Admin("https", 0, Authentication.X509, null, TRUST, CERTIFICATE);
        return account.deployed(admin, port(ensemble)).take().path("verdict").asText();
    }

    private static Credential credential() {
        return new SsmCredential(account.ssm(), Account.PARAMETER);
    }

    private static HttpAdminServers servers(@Nullable Credential credential, @Nullable String certificate)
            throws IOException {
        account.secret(TRUST, authority.pem());
        AdminAccess access = new AdminAccess(
                "https",
                credential,
                SsmPem.trust(account.ssm(), TRUST),
                certificate == null ? null : SsmPem.certificate(account.ssm(), certificate));
        return new HttpAdminServers(access, Runnable::run, HttpAdminServers.Timeouts.DEFAULT);
    }

    private static ServerAddress address(LocalEnsemble ensemble) {
        return new ServerAddress("127.0.0.1", port(ensemble));
    }

    private static void refuses(ThrowingCallable call, String... words) {
        assertThatThrownBy(call)
                .isInstanceOf(ServerRefusedException.class)
                .hasMessageContainingAll(words)
                .hasMessageContaining("\nHINT: ")
                .hasMessageNotContaining(Account.PASSWORD)
                .hasMessageNotContaining(keyText(superUser));
    }

    /** A line of the private key, which no message may quote. */
    private static String keyText(String pem) {
        return pem.lines().skip(1).findFirst().orElseThrow();
    }
}
