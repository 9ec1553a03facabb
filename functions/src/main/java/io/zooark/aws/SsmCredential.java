package io.zooark.aws;

import io.zooark.ensemble.Credential;
import io.zooark.error.ServerRefusedException;
import software.amazon.awssdk.services.ssm.SsmClient;

/** The administrator's {@code user:password} in a SecureString parameter; read once and again when it is refused. */
public final class SsmCredential implements Credential {
    private final SsmSecret secret;

    public SsmCredential(SsmClient ssm, String parameter) {
        this.secret = new SsmSecret(ssm, parameter, "the credential", "user:password");
    }

    @Override
    public String digest() {
        String credential = secret.value();
        if (credential.indexOf(':') < 1) {
            // never the value itself: messages are logged
            throw refused(
                    "parameter " + secret.parameter() + " does not hold user:password", "write it as user:password");
        }
        if (!credential.chars().allMatch(SsmCredential::printable)) {
            // the HTTP client would refuse the header and quote it
            throw refused(
                    "parameter " + secret.parameter() + " holds a character that no HTTP header can carry",
                    "choose a password of printable ASCII characters, without line breaks");
        }
        return credential;
    }

    @Override
    public void forget() {
        secret.forget();
    }

    /** What is mended there must be seen by the next call. */
    private ServerRefusedException refused(String problem, String hint) {
        forget();
        return new ServerRefusedException(problem, hint);
    }

    private static boolean printable(int character) {
        return character >= ' ' && character <= '~';
    }
}
