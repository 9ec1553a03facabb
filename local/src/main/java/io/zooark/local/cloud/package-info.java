@NullMarked
package io.zooark.local.cloud;

import org.jspecify.annotations.NullMarked;
