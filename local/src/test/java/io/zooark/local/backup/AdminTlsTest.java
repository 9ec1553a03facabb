package io.zooark.local.backup;

import static io.zooark.local.backup.SecureServer.port;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.zooark.ensemble.Ensemble;
import io.zooark.ensemble.Ensemble.Authentication;
import io.zooark.error.ServerNotServingException;
import io.zooark.local.zookeeper.EnsembleOptions;
import io.zooark.local.zookeeper.LocalEnsemble;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** Backups through TLS, of real servers with certificates of their own; and why there is none. */
@Isolated("all output is overheard")
class AdminTlsTest {
    private static final String TRUST = "/zooark/orders/authorities";

    private static final List<LocalEnsemble> ENSEMBLES = new ArrayList<>();

    private static Account account;
    private static Authority authority;
    private static Authority stranger;
    private static LocalEnsemble either;
    private static LocalEnsemble tlsAlone;
    private static LocalEnsemble plain;
    private static LocalEnsemble expired;
    private static LocalEnsemble elsewhere;

    private final Overheard overheard = Overheard.listening();

    @BeforeAll
    static void open(@TempDir Path folder) throws IOException {
        account = Account.open(folder.resolve("s3"));
        authority = Authority.found(folder.resolve("pki"), "orders-authority");
        stranger = Authority.found(folder.resolve("pki"), "another-authority");
        EnsembleOptions secure = secure(authority.issue("server", Authority.LOOPBACK));
        either = start(folder.resolve("either"), secure.withProperty("admin.portUnification", "true"));
        tlsAlone = start(
                folder.resolve("tls"),
                secure.withProperty("admin.forceHttps", "true").withAdminTls(authority.tls("server")));
        plain = start(folder.resolve("plain"), SecureServer.plain());
        expired = start(
                folder.resolve("expired"),
                secure(authority.issueExpired("old-server", Authority.LOOPBACK))
                        .withProperty("admin.portUnification", "true"));
        elsewhere = start(
                folder.resolve("elsewhere"),
                secure(authority.issue("zk9", "san=dns:zk9.example,ip:192.0.2.9"))
                        .withProperty("admin.portUnification", "true"));
    }

    private static EnsembleOptions secure(Authority.Issued certificate) throws IOException {
        return SecureServer.with(certificate.file(), authority.trustFile());
    }

    private static LocalEnsemble start(Path folder, EnsembleOptions options) throws IOException {
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
    void nothingToldTheCredential() {
        overheard.close();
        assertThat(overheard.text()).doesNotContain(Account.PASSWORD);
        account.clear();
    }

    @Test
    void backsUpThroughTlsWhereTheServerTakesBoth() throws IOException {
        account.secret(TRUST, authority.pem());

        assertThat(verdict(take("https", TRUST, port(either)))).isEqualTo("CONSISTENT");
    }

    @Test
    void backsUpThroughTlsWhereTheServerTakesNothingElse() throws IOException {
        account.secret(TRUST, authority.pem());

        assertThat(verdict(take("https", TRUST, port(tlsAlone)))).isEqualTo("CONSISTENT");
    }

    @Test
    void findsTheRightAuthorityAmongSeveral() throws IOException {
        account.secret(TRUST, stranger.pem() + "\n" + authority.pem());

        assertThat(verdict(take("https", TRUST, port(either)))).isEqualTo("CONSISTENT");
    }

    @Test
    void saysThatNobodyKnowsTheAuthority() {
        refuses(
                () -> take("https", null, port(either)),
                "127.0.0.1:" + port(either)
                        + " is not trusted: its certificate CN=server was issued by CN=orders-authority",
                "not among the authorities to trust");
    }

    @Test
    void saysThatAnotherAuthorityIsTrusted() throws IOException {
        account.secret(TRUST, stranger.pem());

        refuses(
                () -> take("https", TRUST, port(either)),
                "its certificate CN=server was issued by CN=orders-authority");
    }

    @Test
    void saysThatTheCertificateHasExpired() throws IOException {
        account.secret(TRUST, authority.pem());

        refuses(
                () -> take("https", TRUST, port(expired)),
                "127.0.0.1:" + port(expired) + " is not trusted: its certificate CN=old-server is valid from ",
                "renew the certificate in the key store of the server");
    }

    @Test
    void saysThatTheCertificateIsForAnotherHost() throws IOException {
        account.secret(TRUST, authority.pem());

        refuses(
                () -> take("https", TRUST, port(elsewhere)),
                "its certificate CN=zk9 is for [zk9.example, 192.0.2.9], not for 127.0.0.1",
                "subject alternative name 127.0.0.1");
    }

    @Test
    void saysThatTheParameterHoldsNoCertificate() {
        account.secret(TRUST, Account.PASSWORD);

        refuses(
                () -> take("https", TRUST, port(either)),
                "parameter " + TRUST + " holds no certificate",
                "BEGIN CERTIFICATE");
    }

    @Test
    void saysThatThereIsNoParameterWithCertificates() {
        refuses(
                () -> take("https", "/zooark/orders/none", port(either)),
                "the authorities' certificates for the AdminServer cannot be read from parameter /zooark/orders/none");
    }

    @Test
    void saysThatTheServerSpeaksNoTls() throws IOException {
        account.secret(TRUST, authority.pem());

        refuses(
                () -> take("https", TRUST, port(plain)),
                "127.0.0.1:" + port(plain) + " does not speak TLS on its admin port");
    }

    @Test
    void saysThatTheServerSpeaksTls() {
        refuses(
                () -> take("http", null, port(tlsAlone)),
                "127.0.0.1:" + port(tlsAlone) + " speaks TLS on its admin port, and was asked in plain HTTP");
    }

    private JsonNode take(String scheme, @Nullable String trust, int port) throws IOException {
        Ensemble.Admin admin = new Ensemble.Admin(scheme, 0, Authentication.DIGEST, Account.PARAMETER, trust, null);
        return account.deployed(admin, port).take();
    }

    private static String verdict(JsonNode taken) {
        return taken.path("verdict").asText();
    }

    private void refuses(ThrowingCallable call, String... words) {
        assertThatThrownBy(call)
                .isInstanceOf(ServerNotServingException.class)
                .hasMessageContainingAll(words)
                .hasMessageNotContaining(Account.PASSWORD);
    }
}
