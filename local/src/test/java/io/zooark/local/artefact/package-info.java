@NullMarked
package io.zooark.local.artefact;

import org.jspecify.annotations.NullMarked;
