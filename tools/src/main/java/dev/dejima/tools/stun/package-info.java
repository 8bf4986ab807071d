/**
 * {@code stun} and {@code stund}: what kind of NAT is between two hosts, told by the addresses that
 * a server sees, and by who can answer (RFC 3489).
 */
@NullMarked
package dev.dejima.tools.stun;

import org.jspecify.annotations.NullMarked;
