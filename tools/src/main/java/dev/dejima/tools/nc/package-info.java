/**
 * The command {@code nc} of OpenBSD: connects, or listens, and carries standard input and output.
 */
@NullMarked
package dev.dejima.tools.nc;

import org.jspecify.annotations.NullMarked;
