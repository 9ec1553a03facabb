@NullMarked
package io.zooark.aws;

import org.jspecify.annotations.NullMarked;
