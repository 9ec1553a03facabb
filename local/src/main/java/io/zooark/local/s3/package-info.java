@NullMarked
package io.zooark.local.s3;

import org.jspecify.annotations.NullMarked;
