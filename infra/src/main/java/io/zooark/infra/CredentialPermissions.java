package io.zooark.infra;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import software.amazon.awscdk.ArnComponents;
import software.amazon.awscdk.ArnFormat;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.iam.PolicyStatement;

/** What the functions of one ensemble may do to be let in as its administrator: read the parameters with what they show. */
final class CredentialPermissions {
    /** Under this prefix Systems Manager shows the secrets of Secrets Manager as parameters. */
    private static final String SECRETS = "/aws/reference/secretsmanager/";

    private final Stack stack;
    private final AdminConfig admin;

    CredentialPermissions(Stack stack, AdminConfig admin) {
        this.stack = requireNonNull(stack, "stack is null");
        this.admin = requireNonNull(admin, "admin is null");
    }

    /** To read and decrypt the credential, and the certificates where there are any. */
    List<PolicyStatement> read() {
        List<String> names = admin.parameters();
        List<PolicyStatement> statements = new ArrayList<>();
        statements.add(Statements.allow(
                "ReadCredential",
                List.of("ssm:GetParameter"),
                names.stream().map(this::parameter).toList()));
        List<String> secrets = names.stream()
                .filter(name -> name.startsWith(SECRETS))
                .map(this::secret)
                .toList();
        if (!secrets.isEmpty()) {
            statements.add(Statements.allow("ReadSecret", List.of("secretsmanager:GetSecretValue"), secrets));
        }
        String key = admin.credentialKey();
        if (key != null) {
            statements.add(Statements.allow(
                    "DecryptCredential",
                    List.of("kms:Decrypt"),
                    List.of(key),
                    Map.of("StringEquals", Map.of("kms:ViaService", keepers(names)))));
        }
        return List.copyOf(statements);
    }

    private String parameter(String name) {
        return arn("ssm", "parameter", name.replaceFirst("^/", ""), ArnFormat.SLASH_RESOURCE_NAME);
    }

    private String secret(String name) {
        // six characters that Secrets Manager adds to the name by itself
        String secret = name.substring(SECRETS.length()) + "-??????";
        return arn("secretsmanager", "secret", secret, ArnFormat.COLON_RESOURCE_NAME);
    }

    /** Returns the services that decrypt what is kept under these names. */
    private List<String> keepers(List<String> names) {
        return names.stream()
                .map(name -> name.startsWith(SECRETS) ? "secretsmanager." : "ssm.")
                .distinct()
                .map(service -> service + stack.getRegion() + ".amazonaws.com")
                .toList();
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
