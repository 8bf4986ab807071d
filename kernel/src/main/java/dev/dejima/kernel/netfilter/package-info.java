/**
 * Packets that netfilter hands to programs: queues ({@code nfnetlink_queue}) and log groups ({@code
 * nfnetlink_log}).
 */
@NullMarked
package dev.dejima.kernel.netfilter;

import org.jspecify.annotations.NullMarked;
