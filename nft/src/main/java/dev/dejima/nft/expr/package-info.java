/**
 * What a ruleset means: tables, chains, sets and rules made of expressions, as the kernel's
 * nf_tables holds them, and the netlink messages that carry them ({@code
 * linux/netfilter/nf_tables.h}). Nothing here knows of text.
 */
@NullMarked
package dev.dejima.nft.expr;

import org.jspecify.annotations.NullMarked;
