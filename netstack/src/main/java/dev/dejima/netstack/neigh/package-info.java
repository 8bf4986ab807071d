/** The neighbour states (net/core/neighbour.c), the same for ARP and neighbour discovery. */
@NullMarked
package dev.dejima.netstack.neigh;

import org.jspecify.annotations.NullMarked;
