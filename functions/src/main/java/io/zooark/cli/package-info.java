/**
 * The jar as a tool for a person at a terminal, or for a script.
 *
 * <p>Answers go to standard output and everything else to standard error; {@link io.zooark.cli.ExitStatus} says how it
 * ended.
 */
@NullMarked
package io.zooark.cli;

import org.jspecify.annotations.NullMarked;
