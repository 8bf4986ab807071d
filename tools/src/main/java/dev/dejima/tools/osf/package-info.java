/** The command {@code nfnl_osf}: fingerprints of operating systems, as pf.os files have them. */
@NullMarked
package dev.dejima.tools.osf;

import org.jspecify.annotations.NullMarked;
