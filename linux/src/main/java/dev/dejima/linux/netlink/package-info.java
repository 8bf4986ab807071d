/**
 * Netlink: sockets, the encoding of messages and attributes, and a codec for each family that turns
 * the kernel module's records into octets and back. Constants keep their names of the kernel's
 * headers.
 *
 * <p>With the system property {@code DEJIMA_DEBUG=netlink}, or an environment variable of that
 * name, every message is printed on standard error as it passes, decoded.
 */
@NullMarked
package dev.dejima.linux.netlink;

import org.jspecify.annotations.NullMarked;
