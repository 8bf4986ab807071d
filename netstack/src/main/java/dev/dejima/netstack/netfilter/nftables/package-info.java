/**
 * nf_tables: the ruleset of a namespace, the batches that change it whole or not at all, and its
 * evaluation ({@code net/netfilter/nf_tables_api.c}, {@code nf_tables_core.c}).
 *
 * <p>{@link dev.dejima.netstack.netfilter.nftables.Ruleset} is what there is; a {@link
 * dev.dejima.netstack.netfilter.nftables.Transaction} applies messages to it and knows how to take
 * each back; {@link dev.dejima.netstack.netfilter.nftables.RulesetDump} turns it into messages
 * again. Rules are compiled to {@link dev.dejima.netstack.netfilter.nftables.Step}s when a batch
 * commits.
 */
@NullMarked
package dev.dejima.netstack.netfilter.nftables;

import org.jspecify.annotations.NullMarked;
