/** Messages about sockets ({@code linux/inet_diag.h}), as records. */
@NullMarked
package dev.dejima.kernel.diag;

import org.jspecify.annotations.NullMarked;
