/**
 * The commands people know, each from its arguments to an effect on a {@link
 * dev.dejima.kernel.Kernel} and lines of output, written once for every kernel. What they print is
 * what the programs of the same names print.
 */
@NullMarked
package dev.dejima.tools;

import org.jspecify.annotations.NullMarked;
