package io.zooark.cli;

import static java.util.Objects.requireNonNull;

import io.zooark.ensemble.Credential;

/** The administrator's {@code user:password} as an environment variable holds it: arguments can be read by everybody. */
final class AdminCredential implements Credential {
    static final String VARIABLE = "ZOOARK_ADMIN_CREDENTIAL";

    private final String digest;

    /**
     * Takes the variable's value.
     *
     * @throws CommandFailedException if it is not of the form {@code user:password}; the message does not quote it
     */
    AdminCredential(String value) throws CommandFailedException {
        this.digest = requireNonNull(value, "value is null").strip();
        if (digest.indexOf(':') < 1 || !digest.chars().allMatch(character -> character >= ' ' && character <= '~')) {
            throw new CommandFailedException(
                    ExitStatus.WRONG_USAGE,
                    VARIABLE
                            + " does not hold user:password in printable ASCII characters\nHINT: write it as user:password");
        }
    }

    @Override
    public String digest() {
        return digest;
    }

    @Override
    public void forget() {
        // there is nowhere to read another one from
    }
}
