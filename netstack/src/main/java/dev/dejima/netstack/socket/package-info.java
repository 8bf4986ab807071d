/** Datagram sockets: UDP, echo requests, raw ICMP; and the choice of ports. */
@NullMarked
package dev.dejima.netstack.socket;

import org.jspecify.annotations.NullMarked;
