/**
 * What a kernel that can tell says of the way of each packet: typed events, of which {@link
 * dev.dejima.kernel.path.PathEvent} is the root. {@link dev.dejima.kernel.Kernel#paths} is where to
 * listen. A packet keeps its number on its way through hooks, queues and nodes; what is made of it
 * (a copy, a fragment, an ICMP error) says of which it was made.
 */
@NullMarked
package dev.dejima.kernel.path;

import org.jspecify.annotations.NullMarked;
