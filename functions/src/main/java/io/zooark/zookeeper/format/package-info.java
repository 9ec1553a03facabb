/** The snapshot format of ZooKeeper as a stream: read once, in constant memory, and judged or rewritten on the way. */
@NullMarked
package io.zooark.zookeeper.format;

import org.jspecify.annotations.NullMarked;
