package dev.dejima.netstack.ip6;

import static dev.dejima.packet.NetworkOrder.get64;

import dev.dejima.netstack.Packet;
import dev.dejima.netstack.sched.EventLoop;
import dev.dejima.packet.Ipv6Address;
import dev.dejima.packet.Ipv6View;
import java.util.HashMap;
import java.util.Map;

/** The largest packets that paths take, as far as "packet too big" has told (RFC 8201). */
final class PathMtus {
  private static final int LEAST = 1280;

  /** After so long a larger packet is tried again ({@code net.ipv6.route.mtu_expires}). */
  private static final long LIFETIME = 600_000_000_000L;

  private static final int MOST = 1024;

  private final EventLoop loop;
  private final Map<Ipv6Address, Learnt> learnt = new HashMap<>();

  private record Learnt(int mtu, long until) {}

  PathMtus(EventLoop loop) {
    this.loop = loop;
  }

  void learn(Ipv6Address to, int told) {
    int mtu = Math.max(told, LEAST);
    if (mtu < get(to)) {
      if (learnt.size() >= MOST) {
        learnt.clear();
      }
      learnt.put(to, new Learnt(mtu, loop.nanoTime() + LIFETIME));
    }
  }

  /** What is known of the way to an address; {@code Integer.MAX_VALUE} if nothing is. */
  int get(Ipv6Address to) {
    Learnt known = learnt.isEmpty() ? null : learnt.get(to);
    return known == null || known.until < loop.nanoTime() ? Integer.MAX_VALUE : known.mtu;
  }

  int get(Packet packet) {
    if (learnt.isEmpty()) {
      return Integer.MAX_VALUE;
    }
    int at = packet.network + Ipv6View.DESTINATION;
    return get(new Ipv6Address(get64(packet.bytes, at), get64(packet.bytes, at + 8)));
  }

  void clear() {
    learnt.clear();
  }
}
