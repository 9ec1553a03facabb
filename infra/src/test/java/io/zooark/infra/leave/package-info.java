@NullMarked
package io.zooark.infra.leave;

import org.jspecify.annotations.NullMarked;
