/** The command {@code tcpreplay}: sends the frames of a capture file. */
@NullMarked
package dev.dejima.tools.tcpreplay;

import org.jspecify.annotations.NullMarked;
