/** Netfilter: the hooks, nf_tables, connection tracking and address translation. */
@NullMarked
package dev.dejima.netstack.netfilter;

import org.jspecify.annotations.NullMarked;
