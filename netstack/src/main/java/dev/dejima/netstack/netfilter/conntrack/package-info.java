/**
 * Connection tracking ({@code nf_conntrack_core.c} and the protocols beside it).
 *
 * <p>A packet's {@link dev.dejima.netstack.netfilter.conntrack.Tuple} is looked up in the {@link
 * dev.dejima.netstack.netfilter.conntrack.FlowTable}; the {@link
 * dev.dejima.netstack.netfilter.conntrack.Flow} it belongs to has one tuple for each direction, and
 * they are each other's inverse unless the flow is translated. A new flow enters the table when its
 * first packet leaves the host or reaches a socket.
 */
@NullMarked
package dev.dejima.netstack.netfilter.conntrack;

import org.jspecify.annotations.NullMarked;
