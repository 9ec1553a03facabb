@NullMarked
package io.zooark.local.zookeeper;

import org.jspecify.annotations.NullMarked;
