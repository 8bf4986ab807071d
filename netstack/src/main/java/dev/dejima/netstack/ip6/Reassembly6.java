package dev.dejima.netstack.ip6;

import static dev.dejima.packet.NetworkOrder.get16;
import static dev.dejima.packet.NetworkOrder.get32;
import static dev.dejima.packet.NetworkOrder.get64;
import static dev.dejima.packet.NetworkOrder.get8;
import static dev.dejima.packet.NetworkOrder.put16;
import static dev.dejima.packet.NetworkOrder.put8;

import dev.dejima.netstack.Packet;
import dev.dejima.netstack.inet.FragmentQueue;
import dev.dejima.netstack.sched.Timer;
import dev.dejima.packet.Icmpv6Type;
import dev.dejima.packet.Ipv6View;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Fragments that wait for the others of their datagram (net/ipv6/reassembly.c, and
 * nf_conntrack_reasm.c for connection tracking). What cannot be a fragment is answered with a
 * parameter problem, or a time exceeded after a minute, by the host it is for, not by connection
 * tracking.
 */
public final class Reassembly6 {
  private static final int LONGEST = 65535;
  private static final int LOCAL_DELIVERY = 0;
  private static final long SECOND = 1_000_000_000L;

  private final Ipv6 ipv6;
  private final Map<Key, Datagram> waiting = new HashMap<>();

  private record Key(long sourceHigh, long sourceLow, long high, long low, int id, int user) {}

  private record Datagram(FragmentQueue fragments, Timer timer) {}

  Reassembly6(Ipv6 ipv6) {
    this.ipv6 = ipv6;
  }

  /**
   * Puts a fragment to the others.
   *
   * @param at where its fragment header begins
   * @param user who collects: fragments of different users do not meet
   * @return whether {@code packet} now holds the whole datagram, without a fragment header; if not,
   *     it is no longer the caller's
   */
  boolean add(Packet packet, int at, int user) {
    byte[] bytes = packet.bytes;
    int header = at - packet.network;
    int word = get16(bytes, at + 2);
    int offset = word & ~7;
    boolean more = (word & Ipv6View.MORE_FRAGMENTS) != 0;
    int length = packet.end - at - Ipv6View.FRAGMENT_LENGTH;
    int fault = fault(header, offset, length, more);
    if (fault > 0 && user == LOCAL_DELIVERY) {
      ipv6.icmp().sendError(packet, Icmpv6Type.PARAMETER_PROBLEM, Icmp6.HEADER_FIELD, fault);
    }
    if (fault > 0 || length == 0) {
      packet.release();
      return false;
    }
    Key key = key(packet, at, user);
    Datagram datagram = waiting.computeIfAbsent(key, this::begin);
    packet.transport = at + Ipv6View.FRAGMENT_LENGTH;
    if (!datagram.fragments.put(packet, offset, more)) {
      packet.release();
      return false;
    }
    if (!datagram.fragments.isWhole()) {
      return false;
    }
    datagram.timer.cancel();
    waiting.remove(key);
    if (!join(datagram.fragments, packet)) {
      datagram.fragments.release();
      return false;
    }
    return true;
  }

  /** The offset of what is wrong in a fragment; 0 if nothing is. */
  private static int fault(int header, int offset, int length, boolean more) {
    if (offset + length > LONGEST) {
      return header + 2;
    }
    return more && (length & 7) != 0 ? Ipv6View.PAYLOAD_LENGTH : 0;
  }

  private static Key key(Packet packet, int at, int user) {
    byte[] bytes = packet.bytes;
    int source = packet.network + Ipv6View.SOURCE;
    int to = packet.network + Ipv6View.DESTINATION;
    return new Key(
        get64(bytes, source),
        get64(bytes, source + 8),
        get64(bytes, to),
        get64(bytes, to + 8),
        get32(bytes, at + 4),
        user);
  }

  /**
   * As {@link #add}, of a packet whose fragment header is still to be found.
   *
   * @return true also for a packet that is no fragment
   */
  public boolean gather(Packet packet, int user) {
    int at = fragmentHeader(packet);
    if (at < 0 || (get16(packet.bytes, at + 2) & ~6) == 0) {
      return true;
    }
    if (!add(packet, at, user)) {
      return false;
    }
    ipv6.input().locate(packet);
    return true;
  }

  private static int fragmentHeader(Packet packet) {
    Ipv6View view = new Ipv6View();
    boolean walked = view.wrap(packet.bytes, packet.network, packet.end) && view.walk();
    return walked ? view.fragmentAt() : -1;
  }

  private Datagram begin(Key key) {
    Timer timer = ipv6.loop().timer(() -> expire(key));
    timer.arm(ipv6.settings().fragmentTime * SECOND);
    return new Datagram(new FragmentQueue(), timer);
  }

  private void expire(Key key) {
    Datagram datagram = waiting.remove(key);
    if (datagram == null) {
      return;
    }
    @Nullable Packet first = datagram.fragments.first().orElse(null);
    if (first != null && key.user == LOCAL_DELIVERY) {
      ipv6.icmp()
          .sendError(first, Icmpv6Type.TIME_EXCEEDED, Icmpv6Type.REASSEMBLY_TIME_EXCEEDED, 0);
    }
    datagram.fragments.release();
  }

  /** False, and nothing is done, if the extension headers make the whole too long to be one. */
  private static boolean join(FragmentQueue fragments, Packet packet) {
    Packet first = fragments.first().orElseThrow();
    int header = first.transport - Ipv6View.FRAGMENT_LENGTH - first.network;
    if (header - Ipv6View.LENGTH + fragments.octets() > LONGEST) {
      return false;
    }
    int next = get8(first.bytes, first.network + header);
    fragments.join(packet, header);
    int at = packet.network;
    put8(packet.bytes, lastNumber(packet.bytes, at, header), next);
    put16(packet.bytes, at + Ipv6View.PAYLOAD_LENGTH, packet.length() - Ipv6View.LENGTH);
    return true;
  }

  /** Where the number of the header stands that begins {@code header} octets into a packet. */
  static int lastNumber(byte[] bytes, int network, int header) {
    int number = network + Ipv6View.NEXT_HEADER;
    int at = network + Ipv6View.LENGTH;
    while (at < network + header) {
      number = at;
      at += (get8(bytes, at + 1) + 1) * 8;
    }
    return number;
  }

  /** As {@link #lastNumber}, in a packet. */
  int named(Packet packet, int header) {
    return lastNumber(packet.bytes, packet.network, header);
  }
}
