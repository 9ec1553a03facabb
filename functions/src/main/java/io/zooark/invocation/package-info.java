@NullMarked
package io.zooark.invocation;

import org.jspecify.annotations.NullMarked;
