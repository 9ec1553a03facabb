@NullMarked
package io.zooark.snapshot;

import org.jspecify.annotations.NullMarked;
