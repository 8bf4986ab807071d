package dev.dejima.kernel.netfilter;

import dev.dejima.kernel.conntrack.NewConntrack;
import dev.dejima.nft.expr.Family;
import dev.dejima.nft.expr.HookNumber;
import dev.dejima.packet.Bytes;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a program is told of a packet beside its octets.
 *
 * @param family whose hook it met
 * @param hook which
 * @param etherType what it is: 0x0800, 0x86dd, …
 * @param in the number of the device it came by; 0 for none
 * @param out the number of the device it leaves by; 0 for none
 * @param mark its mark
 * @param hardwareAddress who sent its frame; empty where that is not known
 * @param time when it came; absent where the kernel does not say
 * @param owner who made it; absent for packets of other hosts, and where nobody asked
 * @param tracked its flow; absent if it has none, and where nobody asked
 */
public record PacketFacts(
    Family family,
    HookNumber hook,
    int etherType,
    int in,
    int out,
    int mark,
    Bytes hardwareAddress,
    @Nullable Instant time,
    @Nullable Owner owner,
    @Nullable Tracked tracked) {
  /** The user and group of a socket. */
  public record Owner(int uid, int gid) {}

  /**
   * A flow, and what the packet is to it.
   *
   * @param info {@code enum ip_conntrack_info}
   */
  public record Tracked(NewConntrack flow, int info) {}
}
