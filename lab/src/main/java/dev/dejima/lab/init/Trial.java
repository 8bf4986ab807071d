package dev.dejima.lab.init;

import dev.dejima.lab.Outcome;
import org.jspecify.annotations.Nullable;

/**
 * A test in the making.
 *
 * @param name what it is called
 * @param kind {@code connect}, {@code udp} or {@code ping}
 * @param from the node that tries
 * @param address where to
 * @param port which port; 0 for a ping
 * @param listenAt the node that listens; null for none
 * @param listenPort on which port
 * @param outcome what came of it; null as long as that is not known
 * @param seenAt where the first packet arrives translated; null where it does not
 * @param seen that packet, as tcpdump prints it
 */
record Trial(
    String name,
    String kind,
    String from,
    String address,
    int port,
    @Nullable String listenAt,
    int listenPort,
    @Nullable Outcome outcome,
    @Nullable String seenAt,
    @Nullable String seen) {

  /** One whose outcome is not known yet. */
  static Trial of(
      String name,
      String kind,
      String from,
      String address,
      int port,
      @Nullable String listenAt,
      int listenPort) {
    return new Trial(name, kind, from, address, port, listenAt, listenPort, null, null, null);
  }

  /** The same, with what came of it. */
  Trial with(Outcome found, @Nullable String place, @Nullable String packet) {
    return new Trial(name, kind, from, address, port, listenAt, listenPort, found, place, packet);
  }

  /** Whether another tries the same. */
  boolean triesTheSame(Trial other) {
    return kind.equals(other.kind)
        && from.equals(other.from)
        && address.equals(other.address)
        && port == other.port;
  }
}
