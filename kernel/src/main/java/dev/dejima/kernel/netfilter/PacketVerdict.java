package dev.dejima.kernel.netfilter;

import dev.dejima.packet.Bytes;
import org.jspecify.annotations.Nullable;

/**
 * Lets a waiting packet go ({@code NFQNL_MSG_VERDICT}), or all up to one ({@code
 * NFQNL_MSG_VERDICT_BATCH}).
 *
 * @param queue the queue it waits in
 * @param id its number there
 * @param upTo whether all that came before it are meant too
 * @param verdict what becomes of it
 * @param target the queue that {@link Verdict#QUEUE} puts it into; else 0
 * @param mark its mark from now on; absent where it stays
 * @param priority its priority from now on; absent where it stays
 * @param payload its octets from now on, from the network header; absent where they stay. Checksums
 *     are the program's affair
 */
public record PacketVerdict(
    int queue,
    int id,
    boolean upTo,
    Verdict verdict,
    int target,
    @Nullable Integer mark,
    @Nullable Integer priority,
    @Nullable Bytes payload)
    implements QueueMessage {
  /** What becomes of a packet ({@code NF_*}); the ordinal is the number. */
  public enum Verdict {
    DROP,
    ACCEPT,
    /** No verdict that a program may give. */
    STOLEN,
    /** It waits in another queue. */
    QUEUE,
    /** The chain that queued it sees it again. */
    REPEAT,
    /** As {@code ACCEPT}, but no chain of the hook sees it any more. */
    STOP
  }

  /** A verdict on one packet. */
  public static PacketVerdict of(QueuedPacket packet, Verdict verdict) {
    return new PacketVerdict(packet.queue(), packet.id(), false, verdict, 0, null, null, null);
  }

  /** A verdict on a packet and all before it. */
  public static PacketVerdict upTo(QueuedPacket packet, Verdict verdict) {
    return new PacketVerdict(packet.queue(), packet.id(), true, verdict, 0, null, null, null);
  }

  /** Puts a packet into another queue. */
  public static PacketVerdict into(QueuedPacket packet, int other) {
    return new PacketVerdict(
        packet.queue(), packet.id(), false, Verdict.QUEUE, other, null, null, null);
  }

  /** The same, and a mark. */
  public PacketVerdict marked(int value) {
    return new PacketVerdict(queue, id, upTo, verdict, target, value, priority, payload);
  }

  /** The same, and other octets. */
  public PacketVerdict with(Bytes octets) {
    return new PacketVerdict(queue, id, upTo, verdict, target, mark, priority, octets);
  }
}
