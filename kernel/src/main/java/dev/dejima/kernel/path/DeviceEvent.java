package dev.dejima.kernel.path;

import dev.dejima.packet.Bytes;
import org.jspecify.annotations.Nullable;

/** A packet begins, comes in by a device or leaves by one. */
public sealed interface DeviceEvent extends PathEvent {
  /** Why a kernel made a packet. */
  enum Origin {
    /** A socket sends: a segment of TCP's own making too. */
    SOCKET,
    /** A program put a frame on a device. */
    FRAME,
    /** An ICMP or ICMPv6 error about another packet. */
    ICMP_ERROR,
    /** The answer to an echo request. */
    ECHO_REPLY,
    /** A TCP reset: nobody listens, or a rule rejects. */
    RESET,
    /** A copy: a bridge floods, a rule duplicates, a capture holds none. */
    COPY,
    /** A part of a packet that was cut. */
    FRAGMENT,
    /** The kernel's own: ARP, neighbour discovery, groups. */
    KERNEL
  }

  /**
   * A packet was made here.
   *
   * @param of the number of the packet because of which, or of which, it was made; 0 if none
   * @param packet its octets from the IP header on, or from the ARP header
   */
  record Made(Moment moment, Origin origin, long of, Bytes packet) implements DeviceEvent {}

  /**
   * A device received it.
   *
   * @param frame its octets, from the Ethernet header on
   */
  record Arrived(Moment moment, String device, Bytes frame) implements DeviceEvent {}

  /**
   * A device sent it.
   *
   * @param frame its octets, from the Ethernet header on
   */
  record Sent(Moment moment, String device, Bytes frame) implements DeviceEvent {}

  /**
   * A bridge decided what to do with a frame.
   *
   * @param out the port that it leaves by; null where the frame is for the bridge's own host, or
   *     goes to all ports
   * @param known whether the forwarding table has its destination
   */
  record Bridged(
      Moment moment, String bridge, @Nullable String in, @Nullable String out, boolean known)
      implements DeviceEvent {}
}
