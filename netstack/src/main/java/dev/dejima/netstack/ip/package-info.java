/** The Internet Protocol: addresses, routes, neighbours, input, forwarding, output, ICMP. */
@NullMarked
package dev.dejima.netstack.ip;

import org.jspecify.annotations.NullMarked;
