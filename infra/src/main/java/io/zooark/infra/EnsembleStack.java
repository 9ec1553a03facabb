package io.zooark.infra;

import java.util.function.Function;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.StackProps;
import software.constructs.Construct;

/** The stack of one ensemble, with its {@link ZooKeeperBackup} and nothing else. */
public final class EnsembleStack extends Stack {
    EnsembleStack(Construct scope, String id, StackProps stackProps, Function<Stack, ZooKeeperBackup.Props> props) {
        super(scope, id, stackProps);
        // the CDK leaves this id out of the names in the template: outputs are called what they are
        new ZooKeeperBackup(this, "Default", props.apply(this));
    }
}
