package io.zooark.infra;

import static java.util.Objects.requireNonNullElse;

import io.zooark.infra.fields.Text;
import io.zooark.infra.fields.Whole;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How the AdminServer of an ensemble is reached.
 *
 * @param scheme {@code http} or {@code https}; http when missing
 * @param port {@code admin.serverPort}; 8080 when missing
 * @param authentication {@code digest} or {@code x509}; digest when missing
 * @param credentialParameter name of the SSM parameter with {@code user:password}; with x509 it may be missing, and
 *     restores are refused then
 * @param credentialKey ARN of the KMS key of these parameters; missing for the account's own {@code alias/aws/ssm}
 * @param trustParameter name of the SSM parameter with the authorities to trust in PEM; missing for the usual ones
 * @param certificateParameter name of the SSM parameter with a private key and its certificates in PEM; x509 needs it
 */
public record AdminConfig(
        String scheme,
        Integer port,
        String authentication,
        @Nullable String credentialParameter,
        @Nullable String credentialKey,
        @Nullable String trustParameter,
        @Nullable String certificateParameter) {
    static final Text SCHEME = Text.oneOf("http", "https");
    static final Whole PORT = new Whole(1, 65_535);
    static final Text AUTHENTICATION = Text.oneOf("digest", "x509");
    static final Text PARAMETER = Text.matching("[A-Za-z0-9_./-]{1,1011}", "the name of an SSM parameter");
    static final Text KEY =
            Text.matching("arn:[a-z-]+:kms:[a-z0-9-]+:[0-9]{12}:key/[A-Za-z0-9-]+", "the ARN of a KMS key");
    static final String DEFAULT_SCHEME = "http";
    static final int DEFAULT_PORT = 8080;
    static final String DEFAULT_AUTHENTICATION = "digest";

    public AdminConfig {
        scheme = SCHEME.require("admin.scheme", requireNonNullElse(scheme, DEFAULT_SCHEME));
        port = PORT.require("admin.port", requireNonNullElse(port, DEFAULT_PORT));
        authentication = AUTHENTICATION.require(
                "admin.authentication", requireNonNullElse(authentication, DEFAULT_AUTHENTICATION));
        PARAMETER.requireIfGiven("admin.credentialParameter", credentialParameter);
        PARAMETER.requireIfGiven("admin.trustParameter", trustParameter);
        PARAMETER.requireIfGiven("admin.certificateParameter", certificateParameter);
        KEY.requireIfGiven("admin.credentialKey", credentialKey);
        boolean x509 = authentication.equals("x509");
        if (scheme.equals("http") && (x509 || trustParameter != null || certificateParameter != null)) {
            throw new IllegalArgumentException("admin.scheme must be https for admin.authentication x509,"
                    + " admin.trustParameter and admin.certificateParameter, got 'http'");
        }
        PARAMETER.require(
                x509 ? "admin.certificateParameter" : "admin.credentialParameter",
                x509 ? certificateParameter : credentialParameter);
    }

    /** Returns the usual way: plain HTTP on the usual port, with a password. */
    public static AdminConfig usual(String credentialParameter) {
        return new AdminConfig(
                DEFAULT_SCHEME, DEFAULT_PORT, DEFAULT_AUTHENTICATION, credentialParameter, null, null, null);
    }

    /** Returns where the password of an ensemble is expected when nothing is said. */
    static String usualParameter(String ensemble) {
        return "/zooark/" + ensemble + "/admin";
    }

    /** Returns the names of all parameters that are to be read. */
    List<String> parameters() {
        return Stream.of(credentialParameter, trustParameter, certificateParameter)
                .flatMap(Stream::ofNullable)
                .distinct()
                .toList();
    }
}
