package io.zooark.local.cloud;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** The parameter store of the local cloud. */
final class SsmParameters {
    private static final String SECRETS = "/aws/reference/secretsmanager/";

    private final Clock clock;
    private final Map<String, Parameter> parameters = new ConcurrentHashMap<>();

    private record Parameter(String type, String value, String cipherText, long version, Instant modified) {}

    SsmParameters(Clock clock) {
        this.clock = clock;
    }

    void put(String name, String type, String value) {
        // not derived from the value: a caller that forgets to ask for decryption must not get anywhere
        String cipherText = Base64.getEncoder().encodeToString(("AQICAH" + UUID.randomUUID()).getBytes(UTF_8));
        parameters.merge(
                name,
                new Parameter(type, value, cipherText, 1, clock.instant()),
                (old, fresh) -> new Parameter(type, value, cipherText, old.version() + 1, fresh.modified()));
    }

    ObjectNode get(JsonNode request) {
        String name = request.path("Name").asText();
        Parameter parameter = parameters.get(name);
        if (parameter == null) {
            throw AwsError.refused("ParameterNotFound", "no parameter " + name);
        }
        boolean decrypt = request.path("WithDecryption").asBoolean();
        if (name.startsWith(SECRETS) && !decrypt) {
            throw AwsError.refused(
                    "ValidationException", "WithDecryption flag must be True for retrieving a Secret Manager secret.");
        }
        boolean hidden = parameter.type().equals("SecureString") && !decrypt;
        ObjectNode answer = Json.object();
        answer.putObject("Parameter")
                .put("Name", name)
                .put("Type", parameter.type())
                .put("Value", hidden ? parameter.cipherText() : parameter.value())
                .put("Version", parameter.version())
                .put("LastModifiedDate", parameter.modified().getEpochSecond())
                .put("DataType", "text");
        return answer;
    }
}
