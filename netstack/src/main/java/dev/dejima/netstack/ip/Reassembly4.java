package dev.dejima.netstack.ip;

import static dev.dejima.packet.NetworkOrder.get16;
import static dev.dejima.packet.NetworkOrder.get32;
import static dev.dejima.packet.NetworkOrder.get8;
import static dev.dejima.packet.NetworkOrder.put16;

import dev.dejima.kernel.path.DropReason;
import dev.dejima.kernel.path.FragmentEvent;
import dev.dejima.netstack.Packet;
import dev.dejima.netstack.inet.FragmentLimits;
import dev.dejima.netstack.inet.FragmentQueue;
import dev.dejima.netstack.inet.FragmentStore;
import dev.dejima.netstack.inet.IpCount;
import dev.dejima.packet.IcmpType;
import dev.dejima.packet.Ipv4View;
import java.util.List;

/** Fragments that wait for the others of their datagram (net/ipv4/ip_fragment.c). */
public final class Reassembly4 {
  private static final int LONGEST = 65535;
  private static final int SECONDS = 30;

  private final Ipv4 ipv4;
  private final FragmentLimits limits = new FragmentLimits(SECONDS);
  private final FragmentStore<Key> waiting;
  private final FragmentDistances distances = new FragmentDistances();

  private record Key(int source, int destination, int id, int protocol, int user) {}

  Reassembly4(Ipv4 ipv4) {
    this.ipv4 = ipv4;
    this.waiting = new FragmentStore<>(ipv4.loop(), limits, this::expired);
  }

  /** How many may wait. */
  public FragmentLimits limits() {
    return limits;
  }

  /**
   * Puts a fragment to the others.
   *
   * @param user who collects: fragments of different users do not meet
   * @return whether {@code packet} now holds the whole datagram; if not, it is no longer the
   *     caller's
   */
  public boolean add(Packet packet, int user) {
    ipv4.statistics().count(IpCount.REASSEMBLY_REQUIRED);
    Key key = key(packet, user);
    FragmentQueue datagram = waiting.find(key);
    if (datagram == null) {
      ipv4.statistics().count(IpCount.REASSEMBLY_FAILED);
      packet.drop(DropReason.NOMEM);
      return false;
    }
    if (distances.tooFar(key.source, datagram, limits)) {
      ipv4.statistics().count(IpCount.REASSEMBLY_FAILED);
      datagram.clear();
      waiting.restart(key);
    }
    switch (put(datagram, packet)) {
      case TAKEN -> {
        if (packet.path != null && !datagram.isWhole()) {
          packet.path.tell(new FragmentEvent.Held(packet.path.now()));
        }
        return datagram.isWhole() && join(key, datagram, packet);
      }
      case REPEATED -> {}
      case OVERLAPPING -> {
        ipv4.statistics().count(IpCount.REASSEMBLY_OVERLAPS);
        fail(key);
      }
      case CONTRADICTING -> fail(key);
    }
    packet.drop(DropReason.DUP_FRAG);
    return false;
  }

  private static Key key(Packet packet, int user) {
    byte[] bytes = packet.bytes;
    int at = packet.network;
    return new Key(
        get32(bytes, at + Ipv4View.SOURCE),
        get32(bytes, at + Ipv4View.DESTINATION),
        get16(bytes, at + Ipv4View.IDENTIFICATION),
        get8(bytes, at + Ipv4View.PROTOCOL),
        user);
  }

  private void fail(Key key) {
    ipv4.statistics().count(IpCount.REASSEMBLY_FAILED);
    waiting.remove(key);
  }

  private void expired(Key key, FragmentQueue fragments) {
    ipv4.statistics().count(IpCount.REASSEMBLY_FAILED);
    ipv4.statistics().count(IpCount.REASSEMBLY_TIMEOUT);
    Packet first = fragments.first().orElse(null);
    if (first != null && ipv4.isLocal(key.destination)) {
      ipv4.icmp().sendError(first, IcmpType.TIME_EXCEEDED, IcmpType.REASSEMBLY_TIME_EXCEEDED, 0);
    }
  }

  private static FragmentQueue.Outcome put(FragmentQueue datagram, Packet packet) {
    int word = get16(packet.bytes, packet.network + Ipv4View.FRAGMENT);
    int offset = (word & Ipv4View.OFFSET_MASK) * 8;
    boolean more = (word & Ipv4View.MORE_FRAGMENTS) != 0;
    int length = more ? packet.transportLength() & ~7 : packet.transportLength();
    packet.end = packet.transport + length;
    FragmentQueue.Outcome outcome = datagram.put(packet, offset, more);
    if (outcome == FragmentQueue.Outcome.TAKEN && (word & Ipv4View.DONT_FRAGMENT) != 0) {
      datagram.largestUncut = Math.max(datagram.largestUncut, packet.length());
    }
    return outcome;
  }

  /** False, and all is dropped, if the header makes the whole too long to be a packet. */
  private boolean join(Key key, FragmentQueue datagram, Packet packet) {
    Packet first = datagram.first().orElseThrow();
    int header = first.transport - first.network;
    if (header + datagram.octets() > LONGEST) {
      fail(key);
      return false;
    }
    boolean mayNotBeCut = datagram.largestUncut == datagram.largest();
    List<Long> parts = packet.path == null ? List.of() : datagram.numbers();
    datagram.join(packet, header);
    waiting.remove(key);
    put16(packet.bytes, packet.network + Ipv4View.TOTAL_LENGTH, packet.length());
    put16(
        packet.bytes, packet.network + Ipv4View.FRAGMENT, mayNotBeCut ? Ipv4View.DONT_FRAGMENT : 0);
    Output4.fillChecksum(packet);
    ipv4.statistics().count(IpCount.REASSEMBLED);
    if (packet.path != null) {
      packet.path.tell(new FragmentEvent.Reassembled(packet.path.now(), parts, packet.length()));
    }
    return true;
  }
}
