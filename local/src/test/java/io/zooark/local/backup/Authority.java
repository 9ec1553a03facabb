package io.zooark.local.backup;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** A certificate authority made for a test with the JDK's keytool, and what it has issued. */
final class Authority {
    /** A server's certificate for where all servers of a test are. */
    static final String LOOPBACK = "san=ip:127.0.0.1";

    private static final String SELF = "authority";
    private static final String PASSWORD = "changeit";
    private static final int SECONDS = 60;

    private final Path folder;
    private final Path file;

    private Authority(Path folder, String name) {
        this.folder = folder;
        this.file = folder.resolve(name + ".p12");
    }

    static Authority found(Path folder, String name) throws IOException {
        Authority authority = new Authority(Files.createDirectories(folder), name);
        authority.keytool("-alias", SELF, "-dname", "CN=" + name, "-ext", "bc:c", "-validity", "30");
        return authority;
    }

    /** Issues a certificate that is valid for thirty days. */
    Issued issue(String name, String... extensions) throws IOException {
        List<String> arguments = new ArrayList<>();
        for (String extension : extensions) {
            arguments.addAll(List.of("-ext", extension));
        }
        return issue(name, 0, arguments);
    }

    /** Issues a certificate that was valid until yesterday. */
    Issued issueExpired(String name, String... extensions) throws IOException {
        List<String> arguments = new ArrayList<>();
        for (String extension : extensions) {
            arguments.addAll(List.of("-ext", extension));
        }
        return issue(name, 31, arguments);
    }

    private Issued issue(String name, int daysAgo, List<String> extensions) throws IOException {
        List<String> arguments = new ArrayList<>(List.of("-alias", name, "-dname", "CN=" + name, "-signer", SELF));
        arguments.addAll(List.of("-validity", "30", "-startdate", "-" + daysAgo + "d"));
        arguments.addAll(extensions);
        keytool(arguments.toArray(String[]::new));
        Path pem = folder.resolve(name + ".pem");
        try {
            KeyStore store = store();
            StringBuilder text = new StringBuilder(pem(
                    "PRIVATE KEY", store.getKey(name, PASSWORD.toCharArray()).getEncoded()));
            for (Certificate certificate : store.getCertificateChain(name)) {
                text.append(pem("CERTIFICATE", certificate.getEncoded()));
            }
            Files.writeString(pem, text);
        } catch (GeneralSecurityException e) {
            throw new IOException("cannot read back what keytool made: " + file, e);
        }
        return new Issued(pem);
    }

    /** Returns the authority's own certificate. */
    String pem() throws IOException {
        try {
            return pem("CERTIFICATE", store().getCertificate(SELF).getEncoded());
        } catch (GeneralSecurityException e) {
            throw new IOException("cannot read back what keytool made: " + file, e);
        }
    }

    /** Returns a file with the authority's own certificate. */
    Path trustFile() throws IOException {
        return Files.writeString(folder.resolve("trust.pem"), pem());
    }

    /** Returns TLS that trusts this authority, and that shows the certificate of this name. */
    SSLContext tls(String name) throws IOException {
        try {
            KeyStore own = KeyStore.getInstance("PKCS12");
            own.load(null, null);
            KeyStore all = store();
            own.setKeyEntry(
                    name,
                    all.getKey(name, PASSWORD.toCharArray()),
                    PASSWORD.toCharArray(),
                    all.getCertificateChain(name));
            KeyStore trusted = KeyStore.getInstance("PKCS12");
            trusted.load(null, null);
            trusted.setCertificateEntry(SELF, all.getCertificate(SELF));
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(own, PASSWORD.toCharArray());
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(trusted);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IOException("cannot set up TLS with " + file, e);
        }
    }

    /** A private key with its certificate chain, in one file as ZooKeeper reads it. */
    record Issued(Path file) {
        String pem() throws IOException {
            return Files.readString(file);
        }
    }

    private KeyStore store() throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, PASSWORD.toCharArray());
        }
        return store;
    }

    private static String pem(String what, byte[] encoded) {
        String text = Base64.getMimeEncoder(64, "\n".getBytes(US_ASCII)).encodeToString(encoded);
        return "-----BEGIN " + what + "-----\n" + text + "\n-----END " + what + "-----\n";
    }

    private void keytool(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-J-XX:TieredStopAtLevel=1",
                "-genkeypair",
                "-keyalg",
                "EC",
                "-groupname",
                "secp256r1",
                "-keystore",
                file.toString(),
                "-storetype",
                "PKCS12",
                "-storepass",
                PASSWORD));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try {
            process.getOutputStream().close();
            String said = new String(process.getInputStream().readAllBytes(), US_ASCII);
            if (!process.waitFor(SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new IOException("keytool failed: " + said);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while keytool ran", e);
        } finally {
            process.destroyForcibly();
        }
    }
}
