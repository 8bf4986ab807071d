/**
 * The command {@code socat}: carries octets between two addresses, of which either may be a socket.
 */
@NullMarked
package dev.dejima.tools.socat;

import org.jspecify.annotations.NullMarked;
