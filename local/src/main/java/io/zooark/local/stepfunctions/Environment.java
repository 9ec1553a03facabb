package io.zooark.local.stepfunctions;

import io.zooark.local.cloud.Functions;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.Executor;

/**
 * What executions need from outside.
 *
 * @param executions finds an execution by its ARN
 * @param permissions what the machines' roles allow
 * @param threads where branches and functions run, each in a thread of its own
 */
record Environment(
        Functions functions,
        Executions executions,
        Permissions permissions,
        Pace pace,
        Clock clock,
        Executor threads,
        Listener listener,
        Tokens tokens) {

    /** All executions of the account. */
    interface Executions {
        Optional<Execution> find(String arn);
    }
}
