package io.zooark.aws;

import static java.util.Objects.requireNonNull;

import io.zooark.error.ServerRefusedException;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.ssm.SsmClient;

/** One parameter with something to show an AdminServer: read once, and again after it was forgotten. */
final class SsmSecret {
    private final SsmClient ssm;
    private final String parameter;
    private final String what;
    private final String form;
    private @Nullable String known;

    /**
     * Reads nothing yet.
     *
     * @param what what it is, for messages: these never hold the value itself, for they are logged
     * @param form in which form it must be written there
     */
    SsmSecret(SsmClient ssm, String parameter, String what, String form) {
        this.ssm = requireNonNull(ssm, "ssm is null");
        this.parameter = requireNonNull(parameter, "parameter is null");
        this.what = requireNonNull(what, "what is null");
        this.form = requireNonNull(form, "form is null");
    }

    String parameter() {
        return parameter;
    }

    synchronized String value() {
        String value = known;
        if (value == null) {
            value = read();
            known = value;
        }
        return value;
    }

    synchronized void forget() {
        known = null;
    }

    private String read() {
        try {
            return ssm.getParameter(request -> request.name(parameter).withDecryption(true))
                    .parameter()
                    .value()
                    .strip();
        } catch (SdkException e) {
            throw new ServerRefusedException(
                    what + " for the AdminServer cannot be read from parameter " + parameter + ": " + e.getMessage(),
                    "create the SecureString parameter with " + form
                            + ", and give the function's role leave to read it",
                    e);
        }
    }
}
