/** The command {@code tcpdump}: captures, filters, prints and keeps frames. */
@NullMarked
package dev.dejima.tools.tcpdump;

import org.jspecify.annotations.NullMarked;
