package dev.dejima.netstack.netfilter;

import dev.dejima.netstack.Device;
import dev.dejima.netstack.Packet;
import dev.dejima.nft.expr.Family;
import dev.dejima.nft.expr.HookNumber;
import org.jspecify.annotations.Nullable;

/** Sends packets where rules say. Addresses come in halves, as {@code Tuple} has them. */
public interface PacketSender {
  /**
   * Sends a copy of a packet to another host, which is to be on a link of this one, or reached by
   * its routes ({@code nf_dup_ipv4}). The copy is not tracked, and meets the output and postrouting
   * hooks, but is not copied again. The packet stays the caller's.
   *
   * @param hook where the packet is
   * @param device by which to send; null where the route decides
   */
  void duplicate(Packet packet, HookNumber hook, long high, long low, @Nullable Device device);

  /**
   * Sends a packet of this host's own making, whose source may be anybody's, by the routes, through
   * the output and postrouting hooks ({@code ip_local_out}). Its TTL and IP checksum are filled in;
   * it is released where there is no way. The packet is the caller's no longer.
   */
  void send(Packet packet);

  /** Sends a frame as it is by a device. The packet is the caller's no longer. */
  void transmit(Packet packet, Device device);

  /**
   * Sends a frame that was put together from fragments as fragments again, none larger than the
   * largest that came ({@code nf_br_ip_fragment}). The packet is the caller's no longer.
   */
  void transmitFragments(Packet packet, Device device);

  /**
   * Answers a frame with an ICMP or ICMPv6 error that leaves where the frame came in, whatever the
   * routes say ({@code nf_reject_skb_v4_unreach}). The packet stays the caller's.
   *
   * @param place BRIDGE where the answer is to pass the hooks of the bridge
   * @param code of "destination unreachable"
   */
  void answerUnreachable(Packet packet, Family place, Device in, int code);

  /** As {@link #answerUnreachable}, with a reset ({@code nf_reject_skb_v4_tcp_reset}). */
  void answerReset(Packet packet, Family place, Device in);

  /** Sends a packet to a neighbour on a device's link. The packet is the caller's no longer. */
  void transmitTo(Packet packet, Device device, long high, long low);
}
