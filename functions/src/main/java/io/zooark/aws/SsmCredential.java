package io.zooark.aws;

import static java.util.Objects.requireNonNull;

import io.zooark.ensemble.Credential;
import io.zooark.error.ServerRefusedException;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.ssm.SsmClient;

/** The administrator's {@code user:password} in a SecureString parameter; read once and again when it is refused. */
public final class SsmCredential implements Credential {
    private final SsmClient ssm;
    private final String parameter;
    private @Nullable String known;

    public SsmCredential(SsmClient ssm, String parameter) {
        this.ssm = requireNonNull(ssm, "ssm is null");
        this.parameter = requireNonNull(parameter, "parameter is null");
    }

    @Override
    public synchronized String digest() {
        String value = known;
        if (value == null) {
            value = read();
            known = value;
        }
        return value;
    }

    @Override
    public synchronized void forget() {
        known = null;
    }

    private static boolean printable(int character) {
        return character >= ' ' && character <= '~';
    }

    private String read() {
        String value;
        try {
            value = ssm.getParameter(request -> request.name(parameter).withDecryption(true))
                    .parameter()
                    .value();
        } catch (SdkException e) {
            throw new ServerRefusedException(
                    "the credential for the AdminServer cannot be read from parameter " + parameter + ": "
                            + e.getMessage(),
                    "create the SecureString parameter with user:password, and give the function's role leave to read it",
                    e);
        }
        String credential = value.strip();
        if (credential.indexOf(':') < 1) {
            // never the value itself: messages are logged
            throw new ServerRefusedException(
                    "parameter " + parameter + " does not hold user:password", "write it as user:password");
        }
        if (!credential.chars().allMatch(SsmCredential::printable)) {
            // the HTTP client would refuse the header and quote it
            throw new ServerRefusedException(
                    "parameter " + parameter + " holds a character that no HTTP header can carry",
                    "choose a password of printable ASCII characters, without line breaks");
        }
        return credential;
    }
}
