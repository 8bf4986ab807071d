/** IPv6: from devices to transports, between devices, back; routes, addresses, ND, MLD, ICMPv6. */
@NullMarked
package dev.dejima.netstack.ip6;

import org.jspecify.annotations.NullMarked;
