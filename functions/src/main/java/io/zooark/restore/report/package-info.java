/** What a restore leaves for a person to read: how it went, how it ended, and what to do next. */
@NullMarked
package io.zooark.restore.report;

import org.jspecify.annotations.NullMarked;
