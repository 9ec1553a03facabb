@NullMarked
package io.zooark.infra;

import org.jspecify.annotations.NullMarked;
