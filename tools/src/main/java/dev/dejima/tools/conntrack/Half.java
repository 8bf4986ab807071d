package dev.dejima.tools.conntrack;

import dev.dejima.kernel.conntrack.ConntrackTuple;
import dev.dejima.packet.IpAddress;
import org.jspecify.annotations.Nullable;

/** One direction of a template: what was said of it. */
final class Half {
  @Nullable IpAddress source;
  @Nullable IpAddress destination;
  @Nullable Integer sourcePort;
  @Nullable Integer destinationPort;
  @Nullable Integer zone;

  /** Whether nothing was said. */
  boolean isEmpty() {
    return source == null && destination == null && sourcePort == null && destinationPort == null;
  }

  private static int or0(@Nullable Integer number) {
    return number == null ? 0 : number;
  }

  /** As messages have it; only where both addresses were said. */
  ConntrackTuple tuple(int protocol) {
    IpAddress from = source;
    IpAddress to = destination;
    if (from == null || to == null) {
      throw new IllegalStateException("half a tuple");
    }
    return new ConntrackTuple(from, to, protocol, or0(sourcePort), or0(destinationPort), or0(zone));
  }
}
