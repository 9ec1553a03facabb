/** A real ZooKeeper server inside this process, for restore drills. */
@NullMarked
package io.zooark.zookeeper.drill;

import org.jspecify.annotations.NullMarked;
