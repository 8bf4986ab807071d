/**
 * Messages about tracked connections ({@code linux/netfilter/nfnetlink_conntrack.h}), as records.
 */
@NullMarked
package dev.dejima.kernel.conntrack;

import org.jspecify.annotations.NullMarked;
