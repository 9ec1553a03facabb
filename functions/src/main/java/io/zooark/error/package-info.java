@NullMarked
package io.zooark.error;

import org.jspecify.annotations.NullMarked;
