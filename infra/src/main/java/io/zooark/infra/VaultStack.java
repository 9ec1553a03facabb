package io.zooark.infra;

import software.amazon.awscdk.CfnOutput;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.StackProps;
import software.constructs.Construct;

/** The stack of the vault alone: what holds state is deployed, and outlives, apart from what works on it. */
public final class VaultStack extends Stack {
    private final Vault vault;

    VaultStack(Construct scope, String id, StackProps props, VaultConfig config) {
        super(scope, id, props);
        setTerminationProtection(true);
        vault = new Vault(this, "Vault", config);
        CfnOutput.Builder.create(this, "VaultName")
                .value(vault.bucket().getBucketName())
                .description("Bucket that holds the backups; it stays when this stack is deleted")
                .build();
    }

    Vault vault() {
        return vault;
    }
}
