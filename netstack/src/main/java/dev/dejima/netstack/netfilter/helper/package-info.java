/**
 * Helpers: they look into the packets of a flow for other connections that it announces, and expect
 * them ({@code nf_conntrack_helper.c} and the protocols beside it).
 *
 * <p>A rule gives a flow its {@link dev.dejima.netstack.netfilter.conntrack.Helper} by a {@code ct
 * helper} object, which {@link dev.dejima.netstack.netfilter.helper.FlowObjects} makes ready. What
 * is announced becomes an {@link dev.dejima.netstack.netfilter.conntrack.Expectation}; where the
 * flow is translated, the announcement in the packet is rewritten too.
 */
@NullMarked
package dev.dejima.netstack.netfilter.helper;

import org.jspecify.annotations.NullMarked;
