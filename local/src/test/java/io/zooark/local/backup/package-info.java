@NullMarked
package io.zooark.local.backup;

import org.jspecify.annotations.NullMarked;
