/** What the fields of a configuration file may hold, told to who reads the file and to editors from one place. */
@NullMarked
package io.zooark.infra.fields;

import org.jspecify.annotations.NullMarked;
