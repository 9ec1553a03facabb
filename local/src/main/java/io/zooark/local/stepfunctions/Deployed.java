package io.zooark.local.stepfunctions;

import java.time.Instant;

/** A machine and when it was deployed. */
record Deployed(StateMachine machine, Instant at) {}
