@NullMarked
package io.zooark.zookeeper;

import org.jspecify.annotations.NullMarked;
