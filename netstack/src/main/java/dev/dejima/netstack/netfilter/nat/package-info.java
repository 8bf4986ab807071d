/**
 * Address translation ({@code nf_nat_core.c}, {@code nf_nat_proto.c}, {@code nf_nat_masquerade.c}).
 *
 * <p>A flow's translation is decided once for its source and once for its destination, by the
 * packet that opens it, and is written down as the difference between the flow's two tuples. Every
 * later packet is rewritten from them.
 */
@NullMarked
package dev.dejima.netstack.netfilter.nat;

import org.jspecify.annotations.NullMarked;
