@NullMarked
package io.zooark.local.cloudformation;

import org.jspecify.annotations.NullMarked;
