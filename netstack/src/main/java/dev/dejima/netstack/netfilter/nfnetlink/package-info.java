/**
 * Packets handed to programs: queues ({@code nfnetlink_queue.c}) and log groups ({@code
 * nfnetlink_log.c}).
 *
 * <p>A packet that a rule puts into a queue leaves its hook as a {@link
 * dev.dejima.netstack.netfilter.nfnetlink.HeldPacket}, which knows how to go on from where it was.
 */
@NullMarked
package dev.dejima.netstack.netfilter.nfnetlink;

import org.jspecify.annotations.NullMarked;
