package io.zooark.local.stepfunctions;

import io.zooark.local.cloud.Functions;
import java.time.Clock;
import java.util.concurrent.Executor;

/**
 * What executions need from outside.
 *
 * @param threads where branches and functions run, each in a thread of its own
 */
record Environment(Functions functions, Pace pace, Clock clock, Executor threads, Listener listener) {}
