/**
 * Flowtables ({@code nf_flow_table_core.c}, {@code nf_flow_table_ip.c}): established flows pass
 * from the ingress of their devices to the neighbour, past all hooks.
 */
@NullMarked
package dev.dejima.netstack.netfilter.flowtable;

import org.jspecify.annotations.NullMarked;
