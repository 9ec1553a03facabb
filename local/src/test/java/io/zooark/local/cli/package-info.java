@NullMarked
package io.zooark.local.cli;

import org.jspecify.annotations.NullMarked;
