@NullMarked
package io.zooark.local.bench;

import org.jspecify.annotations.NullMarked;
