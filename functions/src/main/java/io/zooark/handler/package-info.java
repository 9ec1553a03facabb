@NullMarked
package io.zooark.handler;

import org.jspecify.annotations.NullMarked;
