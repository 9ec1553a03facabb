@NullMarked
package io.zooark.ensemble;

import org.jspecify.annotations.NullMarked;
