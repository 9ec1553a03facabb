/** Uses what the jar offers as somebody else's application does: from another package. */
@NullMarked
package io.zooark.infra.user;

import org.jspecify.annotations.NullMarked;
