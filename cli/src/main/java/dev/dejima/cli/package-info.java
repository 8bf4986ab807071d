/** The {@code dejima} program: its commands, and the kernels wired in. */
@NullMarked
package dev.dejima.cli;

import org.jspecify.annotations.NullMarked;
