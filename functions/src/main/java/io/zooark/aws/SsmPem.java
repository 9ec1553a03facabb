package io.zooark.aws;

import io.zooark.ensemble.PemText;
import software.amazon.awssdk.services.ssm.SsmClient;

/** Text in PEM in a parameter; read once and again when what it holds is refused. */
public final class SsmPem implements PemText {
    private final SsmSecret secret;

    private SsmPem(SsmSecret secret) {
        this.secret = secret;
    }

    /** Returns the certificates of the authorities to trust. */
    public static SsmPem trust(SsmClient ssm, String parameter) {
        return new SsmPem(
                new SsmSecret(ssm, parameter, "the authorities' certificates", "one or more certificates in PEM"));
    }

    /** Returns the functions' own private key and certificate chain. */
    public static SsmPem certificate(SsmClient ssm, String parameter) {
        return new SsmPem(new SsmSecret(
                ssm, parameter, "the client certificate", "a private key (PKCS#8) and its certificate chain in PEM"));
    }

    @Override
    public String text() {
        return secret.value();
    }

    @Override
    public void forget() {
        secret.forget();
    }

    @Override
    public String source() {
        return "parameter " + secret.parameter();
    }
}
