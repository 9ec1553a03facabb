package io.zooark.local.iam;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What stands behind calls: the keys that buckets and parameters are encrypted with, and the secrets that parameters show.
 * Whoever makes the call needs leave for those, too.
 *
 * <p>Each key's own policy is taken to leave permissions to IAM.
 *
 * @param buckets ARN of the key by that of the bucket; none for a key of S3's own
 * @param parameters ARN of the key by name of the parameter; none for the account's own
 */
public record Keys(String region, Map<String, String> buckets, Map<String, String> parameters) {
    /** The condition key that tells the parts of an upload from whole objects. */
    public static final String S3_PART = "s3:objectcreationoperation";

    private static final String VIA = "kms:ViaService";
    private static final String PARAMETER = ":parameter";
    private static final String SECRETS = "/aws/reference/secretsmanager/";
    /** As Secrets Manager adds to each name. */
    private static final String SUFFIX = "-aBcDeF";

    public Keys {
        requireNonNull(region, "region is null");
        buckets = Map.copyOf(buckets);
        parameters = Map.copyOf(parameters);
    }

    List<Call> behind(Call call) {
        return switch (call.action()) {
            case "s3:GetObject", "s3:GetObjectVersion" -> vault(call, "kms:Decrypt");
            // a part is decrypted when it is checked (S3 User Guide, "Multipart upload API and permissions")
            case "s3:PutObject" ->
                call.context().containsKey(S3_PART)
                        ? vault(call, "kms:GenerateDataKey", "kms:Decrypt")
                        : vault(call, "kms:GenerateDataKey");
            case "ssm:GetParameter" -> parameter(call);
            default -> List.of();
        };
    }

    private List<Call> vault(Call call, String... actions) {
        String bucket = call.resource().replaceFirst("/.*", "");
        return Optional.ofNullable(buckets.get(bucket))
                .map(key -> List.of(actions).stream()
                        .map(action -> Call.of(action, key).with(VIA, "s3." + region + ".amazonaws.com"))
                        .toList())
                .orElse(List.of());
    }

    private List<Call> parameter(Call call) {
        int place = call.resource().indexOf(PARAMETER);
        String name = call.resource().substring(place + PARAMETER.length());
        boolean secret = name.startsWith(SECRETS);
        List<Call> calls = new ArrayList<>();
        if (secret) {
            String account = call.resource().substring(0, place).replace(":ssm:", ":secretsmanager:");
            calls.add(Call.of(
                    "secretsmanager:GetSecretValue", account + ":secret:" + name.substring(SECRETS.length()) + SUFFIX));
        }
        String key = parameters.get(name);
        if (key != null) {
            String keeper = (secret ? "secretsmanager." : "ssm.") + region + ".amazonaws.com";
            calls.add(Call.of("kms:Decrypt", key).with(VIA, keeper));
        }
        return calls;
    }
}
