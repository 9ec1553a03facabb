@NullMarked
package io.zooark.local.stepfunctions;

import org.jspecify.annotations.NullMarked;
