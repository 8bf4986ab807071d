package dev.dejima.kernel.netfilter;

import dev.dejima.packet.Bytes;

/**
 * A packet that waits for a verdict ({@code NFQNL_MSG_PACKET}).
 *
 * @param queue the queue it waits in
 * @param id its number there, from 1
 * @param facts what is known of it
 * @param priority its priority, as {@code meta priority} has it
 * @param length octets from its network header on
 * @param payload its first octets, as many as were asked for
 * @param info {@link #CHECKSUM_NOT_VERIFIED} and its like
 */
public record QueuedPacket(
    int queue, int id, PacketFacts facts, int priority, int length, Bytes payload, int info)
    implements QueueMessage {
  /** The transport checksum is not made yet ({@code NFQA_SKB_CSUMNOTREADY}). */
  public static final int CHECKSUM_NOT_READY = 1;

  /** Larger than its device's MTU: it will be segmented ({@code NFQA_SKB_GSO}). */
  public static final int GSO = 2;

  /** Nobody has looked at the transport checksum ({@code NFQA_SKB_CSUM_NOTVERIFIED}). */
  public static final int CHECKSUM_NOT_VERIFIED = 4;
}
