package dev.dejima.kernel.netfilter;

import dev.dejima.packet.Bytes;
import org.jspecify.annotations.Nullable;

/**
 * A packet that a rule has logged to a group ({@code NFULNL_MSG_PACKET}).
 *
 * @param group the group
 * @param facts what is known of it
 * @param prefix the rule's text; absent in messages of kernels that leave it out
 * @param hardware how its frame began; absent where that is not known
 * @param sequence its number in the group; absent unless {@link ConfigureLog#SEQUENCE}
 * @param globalSequence its number among those of all groups; absent unless {@link
 *     ConfigureLog#GLOBAL_SEQUENCE}
 * @param linkHeader the link header, where a chain of a device or bridge logged it; else empty
 * @param payload its first octets, as many as were asked for
 */
public record LoggedPacket(
    int group,
    PacketFacts facts,
    @Nullable String prefix,
    @Nullable Hardware hardware,
    @Nullable Integer sequence,
    @Nullable Integer globalSequence,
    Bytes linkHeader,
    Bytes payload)
    implements LogMessage {
  /**
   * How a frame began.
   *
   * @param type {@code ARPHRD_*} of the device it came by
   * @param header its link header
   */
  public record Hardware(int type, Bytes header) {}
}
