@NullMarked
package io.zooark.local.drill;

import org.jspecify.annotations.NullMarked;
