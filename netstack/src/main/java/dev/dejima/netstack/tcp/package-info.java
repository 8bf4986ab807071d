/** TCP. */
@NullMarked
package dev.dejima.netstack.tcp;

import org.jspecify.annotations.NullMarked;
