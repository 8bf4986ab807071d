package dev.dejima.lab.run;

import dev.dejima.lab.Port;
import dev.dejima.packet.Bytes;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A packet that passed an interface.
 *
 * @param at the interface
 * @param time when
 * @param outgoing whether it left by the interface, rather than came in
 * @param line as tcpdump prints it
 * @param flow the conversation it belongs to; absent for what is no IP
 * @param fingerprint the same for one packet at every interface it passes, translated or not
 * @param icmp of an ICMP error, its kind in nft's words ({@code host-unreachable}); otherwise empty
 * @param linkType the frame's link type, as in a pcap file
 * @param frame its octets
 */
public record SeenPacket(
    Port at,
    Instant time,
    boolean outgoing,
    String line,
    @Nullable Flow flow,
    int fingerprint,
    String icmp,
    int linkType,
    Bytes frame) {
  /** A packet of which no more is known than its line. */
  public SeenPacket(
      Port at, Instant time, boolean outgoing, String line, @Nullable Flow flow, int fingerprint) {
    this(at, time, outgoing, line, flow, fingerprint, "", 1, Bytes.EMPTY);
  }

  /** The line behind the protocol's name. */
  public String body() {
    return line.startsWith("IP6 ")
        ? line.substring(4)
        : line.startsWith("IP ") ? line.substring(3) : line;
  }
}
