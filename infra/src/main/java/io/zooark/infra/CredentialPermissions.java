package io.zooark.infra;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import software.amazon.awscdk.ArnComponents;
import software.amazon.awscdk.ArnFormat;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.iam.PolicyStatement;

/** What the functions of one ensemble may do to get its administrator's credential: read that parameter. */
final class CredentialPermissions {
    /** Under this prefix Systems Manager shows the secrets of Secrets Manager as parameters. */
    private static final String SECRETS = "/aws/reference/secretsmanager/";

    private final Stack stack;
    private final EnsembleConfig.Admin admin;

    CredentialPermissions(Stack stack, EnsembleConfig.Admin admin) {
        this.stack = requireNonNull(stack, "stack is null");
        this.admin = requireNonNull(admin, "admin is null");
    }

    /** To read and decrypt the credential. */
    List<PolicyStatement> read() {
        String name = admin.credentialParameter();
        List<PolicyStatement> statements = new ArrayList<>();
        statements.add(Statements.allow(
                "ReadCredential",
                List.of("ssm:GetParameter"),
                List.of(arn("ssm", "parameter", name.replaceFirst("^/", ""), ArnFormat.SLASH_RESOURCE_NAME))));
        if (name.startsWith(SECRETS)) {
            // six characters that Secrets Manager adds to the name by itself
            String secret = name.substring(SECRETS.length()) + "-??????";
            statements.add(Statements.allow(
                    "ReadSecret",
                    List.of("secretsmanager:GetSecretValue"),
                    List.of(arn("secretsmanager", "secret", secret, ArnFormat.COLON_RESOURCE_NAME))));
        }
        String key = admin.credentialKey();
        if (key != null) {
            String via = name.startsWith(SECRETS) ? "secretsmanager." : "ssm.";
            statements.add(Statements.allow(
                    "DecryptCredential",
                    List.of("kms:Decrypt"),
                    List.of(key),
                    Map.of("StringEquals", Map.of("kms:ViaService", via + stack.getRegion() + ".amazonaws.com"))));
        }
        return List.copyOf(statements);
    }

    private String arn(String service, String resource, String name, ArnFormat format) {
        return stack.formatArn(ArnComponents.builder()
                .service(service)
                .resource(resource)
                .resourceName(name)
                .arnFormat(format)
                .build());
    }
}
