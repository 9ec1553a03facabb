@NullMarked
package io.zooark.restore;

import org.jspecify.annotations.NullMarked;
