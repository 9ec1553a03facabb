/**
 * Real ZooKeeper servers on one machine, one JVM each, and the hosts they live on, in the network mode {@code gates}.
 *
 * <p>{@link io.zooark.local.zookeeper.LocalEnsemble} is the way in. Nothing here needs root, and nothing outlives the
 * JVM that started it.
 */
@NullMarked
package io.zooark.local.zookeeper;

import org.jspecify.annotations.NullMarked;
