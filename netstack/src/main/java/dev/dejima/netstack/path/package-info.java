/** Tells what happens to packets, while somebody listens. */
@NullMarked
package dev.dejima.netstack.path;

import org.jspecify.annotations.NullMarked;
