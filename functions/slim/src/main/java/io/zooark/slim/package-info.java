@NullMarked
package io.zooark.slim;

import org.jspecify.annotations.NullMarked;
