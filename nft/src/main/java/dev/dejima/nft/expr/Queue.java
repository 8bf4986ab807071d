package dev.dejima.nft.expr;

import java.util.OptionalInt;

/**
 * Hands the packet to a program that listens to a queue ({@code nft_queue.c}).
 *
 * @param number the first queue, 0 to 65535
 * @param total how many queues share the packets
 * @param flags {@link #BYPASS}, {@link #FANOUT}
 * @param sreg the register that holds the queue's number instead
 */
public record Queue(int number, int total, int flags, OptionalInt sreg) implements Handover {
  /** {@code NFT_QUEUE_FLAG_BYPASS}: accepts where no program listens. */
  public static final int BYPASS = 1;

  /** {@code NFT_QUEUE_FLAG_CPU_FANOUT}: the processor's number chooses the queue. */
  public static final int FANOUT = 2;
}
