@NullMarked
package io.zooark.local.iam;

import org.jspecify.annotations.NullMarked;
