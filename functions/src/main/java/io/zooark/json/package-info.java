@NullMarked
package io.zooark.json;

import org.jspecify.annotations.NullMarked;
