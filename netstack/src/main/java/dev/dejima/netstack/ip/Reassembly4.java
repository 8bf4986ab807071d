package dev.dejima.netstack.ip;

import static dev.dejima.packet.NetworkOrder.get16;
import static dev.dejima.packet.NetworkOrder.get32;
import static dev.dejima.packet.NetworkOrder.get8;
import static dev.dejima.packet.NetworkOrder.put16;

import dev.dejima.netstack.Packet;
import dev.dejima.netstack.inet.FragmentQueue;
import dev.dejima.netstack.sched.Timer;
import dev.dejima.packet.IcmpType;
import dev.dejima.packet.Ipv4View;
import java.util.HashMap;
import java.util.Map;

/** Fragments that wait for the others of their datagram (net/ipv4/ip_fragment.c). */
public final class Reassembly4 {
  private static final int LONGEST = 65535;
  private static final long SECOND = 1_000_000_000L;

  private final Ipv4 ipv4;
  private final Map<Key, Datagram> waiting = new HashMap<>();

  private record Key(int source, int destination, int id, int protocol, int user) {}

  private static final class Datagram {
    final FragmentQueue fragments = new FragmentQueue();
    final Timer timer;
    boolean largestHadDontFragment;

    Datagram(Timer timer) {
      this.timer = timer;
    }
  }

  Reassembly4(Ipv4 ipv4) {
    this.ipv4 = ipv4;
  }

  /**
   * Puts a fragment to the others.
   *
   * @param user who collects: fragments of different users do not meet
   * @return whether {@code packet} now holds the whole datagram; if not, it is no longer the
   *     caller's
   */
  public boolean add(Packet packet, int user) {
    byte[] bytes = packet.bytes;
    int at = packet.network;
    Key key =
        new Key(
            get32(bytes, at + Ipv4View.SOURCE),
            get32(bytes, at + Ipv4View.DESTINATION),
            get16(bytes, at + Ipv4View.IDENTIFICATION),
            get8(bytes, at + Ipv4View.PROTOCOL),
            user);
    Datagram datagram = waiting.computeIfAbsent(key, this::begin);
    if (!put(datagram, packet)) {
      packet.release();
      return false;
    }
    if (!datagram.fragments.isWhole()) {
      return false;
    }
    datagram.timer.cancel();
    waiting.remove(key);
    join(datagram, packet);
    return true;
  }

  private Datagram begin(Key key) {
    Timer timer = ipv4.loop().timer(() -> expire(key));
    timer.arm(ipv4.settings().fragmentTime * SECOND);
    return new Datagram(timer);
  }

  private void expire(Key key) {
    Datagram datagram = waiting.remove(key);
    if (datagram == null) {
      return;
    }
    if (ipv4.isLocal(key.destination)) {
      datagram
          .fragments
          .first()
          .ifPresent(
              first ->
                  ipv4.icmp()
                      .sendError(
                          first, IcmpType.TIME_EXCEEDED, IcmpType.REASSEMBLY_TIME_EXCEEDED, 0));
    }
    datagram.fragments.release();
  }

  private static boolean put(Datagram datagram, Packet packet) {
    int word = get16(packet.bytes, packet.network + Ipv4View.FRAGMENT);
    int offset = (word & Ipv4View.OFFSET_MASK) * 8;
    boolean more = (word & Ipv4View.MORE_FRAGMENTS) != 0;
    int length = more ? packet.transportLength() & ~7 : packet.transportLength();
    if (length == 0 || offset + length + packet.transport - packet.network > LONGEST) {
      return false;
    }
    packet.end = packet.transport + length;
    int largest = datagram.fragments.largest();
    if (!datagram.fragments.put(packet, offset, more)) {
      return false;
    }
    if (packet.length() > largest) {
      datagram.largestHadDontFragment = (word & Ipv4View.DONT_FRAGMENT) != 0;
    }
    return true;
  }

  private static void join(Datagram datagram, Packet packet) {
    Packet first = datagram.fragments.first().orElseThrow();
    datagram.fragments.join(packet, first.transport - first.network);
    put16(packet.bytes, packet.network + Ipv4View.TOTAL_LENGTH, packet.length());
    put16(
        packet.bytes,
        packet.network + Ipv4View.FRAGMENT,
        datagram.largestHadDontFragment ? Ipv4View.DONT_FRAGMENT : 0);
    Output4.fillChecksum(packet);
  }
}
