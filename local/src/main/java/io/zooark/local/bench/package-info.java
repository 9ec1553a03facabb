/** Measures what a backup costs, beside what it costs to do without Zooark. */
@NullMarked
package io.zooark.local.bench;

import org.jspecify.annotations.NullMarked;
