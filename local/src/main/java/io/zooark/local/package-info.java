@NullMarked
package io.zooark.local;

import org.jspecify.annotations.NullMarked;
