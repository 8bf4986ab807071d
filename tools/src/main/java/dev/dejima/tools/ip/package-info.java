/** The command {@code ip} of iproute2: links, addresses, routes, neighbours and namespaces. */
@NullMarked
package dev.dejima.tools.ip;

import org.jspecify.annotations.NullMarked;
