@NullMarked
package io.zooark.statemachine;

import org.jspecify.annotations.NullMarked;
