package dev.dejima.netstack.ip6;

import static dev.dejima.packet.NetworkOrder.get16;
import static dev.dejima.packet.NetworkOrder.get32;
import static dev.dejima.packet.NetworkOrder.get64;
import static dev.dejima.packet.NetworkOrder.get8;
import static dev.dejima.packet.NetworkOrder.put16;
import static dev.dejima.packet.NetworkOrder.put8;

import dev.dejima.kernel.path.DropReason;
import dev.dejima.kernel.path.FragmentEvent;
import dev.dejima.netstack.Packet;
import dev.dejima.netstack.inet.FragmentLimits;
import dev.dejima.netstack.inet.FragmentQueue;
import dev.dejima.netstack.inet.FragmentStore;
import dev.dejima.netstack.inet.IpCount;
import dev.dejima.packet.Icmpv6Type;
import dev.dejima.packet.IpProtocol;
import dev.dejima.packet.Ipv6View;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Fragments that wait for the others of their datagram: those for this host
 * (net/ipv6/reassembly.c), which answers what cannot be a fragment with a parameter problem; and
 * those that connection tracking gathers (net/ipv6/netfilter/nf_conntrack_reasm.c), which has
 * limits of its own and counts only what never became whole.
 */
public final class Reassembly6 {
  private static final int LONGEST = 65535;
  private static final int SECONDS = 60;

  private final Ipv6 ipv6;
  private final FragmentLimits limits = new FragmentLimits(SECONDS);
  private final FragmentLimits trackedLimits = new FragmentLimits(SECONDS);
  private final FragmentStore<Key> waiting;
  private final FragmentStore<Key> tracked;

  private record Key(
      long sourceHigh, long sourceLow, long high, long low, int id, int user, int link) {}

  Reassembly6(Ipv6 ipv6) {
    this.ipv6 = ipv6;
    this.waiting = new FragmentStore<>(ipv6.loop(), limits, this::expired);
    this.tracked = new FragmentStore<>(ipv6.loop(), trackedLimits, this::expired);
  }

  /** How many may wait that are for this host. */
  public FragmentLimits limits() {
    return limits;
  }

  /** How many connection tracking may keep ({@code nf_conntrack_frag6_*}). */
  public FragmentLimits trackedLimits() {
    return trackedLimits;
  }

  // ---- for this host

  /**
   * Puts a fragment for this host to the others.
   *
   * @param at where its fragment header begins
   * @return whether {@code packet} now holds the whole datagram, without a fragment header; if not,
   *     it is no longer the caller's
   */
  boolean add(Packet packet, int at) {
    if (isCutShort(packet, at)) {
      ipv6.icmp().sendError(packet, Icmpv6Type.PARAMETER_PROBLEM, Icmp6.INCOMPLETE_CHAIN, 0);
      packet.drop(DropReason.DUP_FRAG);
      return false;
    }
    Key key = key(packet, at, 0);
    FragmentQueue datagram = waiting.find(key);
    if (datagram == null) {
      ipv6.statistics().count(IpCount.REASSEMBLY_FAILED);
      packet.drop(DropReason.NOMEM);
      return false;
    }
    int fault = fault(packet, at);
    if (fault > 0) {
      ipv6.icmp().sendError(packet, Icmpv6Type.PARAMETER_PROBLEM, Icmp6.HEADER_FIELD, fault);
      packet.drop(DropReason.DUP_FRAG);
      return false;
    }
    switch (put(datagram, packet, at)) {
      case TAKEN -> {
        return datagram.isWhole() && (join(waiting, key, datagram, packet) || failed());
      }
      case REPEATED -> {}
      case OVERLAPPING -> {
        ipv6.statistics().count(IpCount.REASSEMBLY_OVERLAPS);
        waiting.remove(key);
        failed();
      }
      case CONTRADICTING -> {
        waiting.remove(key);
        failed();
      }
    }
    packet.drop(DropReason.DUP_FRAG);
    return false;
  }

  private boolean failed() {
    ipv6.statistics().count(IpCount.REASSEMBLY_FAILED);
    return false;
  }

  /** Whether it begins a datagram, but not with all of the headers (RFC 8200 section 4.5). */
  private boolean isCutShort(Packet packet, int at) {
    if ((get16(packet.bytes, at + 2) & ~7) != 0) {
      return false;
    }
    return ipv6.input().endOfChain(packet) > packet.end;
  }

  /** The offset of what is wrong in a fragment; 0 if nothing is. */
  private static int fault(Packet packet, int at) {
    int word = get16(packet.bytes, at + 2);
    int end = (word & ~7) + packet.end - at - Ipv6View.FRAGMENT_LENGTH;
    if (end > LONGEST) {
      return at + 2 - packet.network;
    }
    boolean more = (word & Ipv6View.MORE_FRAGMENTS) != 0;
    return more && (end & 7) != 0 ? Ipv6View.PAYLOAD_LENGTH : 0;
  }

  // ---- for connection tracking

  /**
   * Puts a packet to the others of its datagram if it is a fragment; what is none, or cannot be
   * one, is left as it is ({@code nf_ct_frag6_gather}).
   *
   * @param user who collects: fragments of different users do not meet
   * @return whether {@code packet} goes on; if not, it is no longer the caller's
   */
  public boolean gather(Packet packet, int user) {
    int at = fragmentHeader(packet);
    if (at < 0 || isCutShort(packet, at)) {
      return true;
    }
    Key key = key(packet, at, user);
    FragmentQueue datagram = tracked.find(key);
    int fault = fault(packet, at);
    if (datagram == null || fault > Ipv6View.PAYLOAD_LENGTH) {
      packet.drop(DropReason.NOMEM);
      return false;
    }
    if (fault > 0) {
      tracked.remove(key);
      return true;
    }
    switch (put(datagram, packet, at)) {
      case TAKEN -> {
        if (!datagram.isWhole() || !join(tracked, key, datagram, packet)) {
          return false;
        }
        ipv6.input().locate(packet);
        return true;
      }
      case REPEATED, CONTRADICTING -> {}
      case OVERLAPPING -> tracked.remove(key);
    }
    packet.drop(DropReason.DUP_FRAG);
    return false;
  }

  /** Where a packet's first fragment header begins, all of it there; -1 if it has none. */
  private static int fragmentHeader(Packet packet) {
    byte[] bytes = packet.bytes;
    int protocol = get8(bytes, packet.network + Ipv6View.NEXT_HEADER);
    int at = packet.network + Ipv6View.LENGTH;
    while (IpProtocol.isIpv6Extension(protocol) && at + Ipv6View.FRAGMENT_LENGTH <= packet.end) {
      if (protocol == IpProtocol.IPV6_FRAGMENT) {
        return at;
      }
      int length = Ipv6View.extensionLength(bytes, at, protocol);
      protocol = get8(bytes, at);
      at += length;
    }
    return -1;
  }

  // ---- for both

  private static Key key(Packet packet, int at, int user) {
    byte[] bytes = packet.bytes;
    int source = packet.network + Ipv6View.SOURCE;
    int to = packet.network + Ipv6View.DESTINATION;
    long high = get64(bytes, to);
    boolean ofLink = Scopes.isMulticast(high) || Scopes.isLinkLocal(high);
    return new Key(
        get64(bytes, source),
        get64(bytes, source + 8),
        high,
        get64(bytes, to + 8),
        get32(bytes, at + 4),
        user,
        ofLink && packet.in != null ? packet.in.index() : 0);
  }

  private static FragmentQueue.Outcome put(FragmentQueue datagram, Packet packet, int at) {
    int word = get16(packet.bytes, at + 2);
    packet.transport = at + Ipv6View.FRAGMENT_LENGTH;
    FragmentQueue.Outcome outcome =
        datagram.put(packet, word & ~7, (word & Ipv6View.MORE_FRAGMENTS) != 0);
    boolean waits = outcome == FragmentQueue.Outcome.TAKEN && !datagram.isWhole();
    if (waits && packet.path != null) {
      packet.path.tell(new FragmentEvent.Held(packet.path.now()));
    }
    return outcome;
  }

  private void expired(Key key, FragmentQueue fragments) {
    ipv6.statistics().count(IpCount.REASSEMBLY_FAILED);
    ipv6.statistics().count(IpCount.REASSEMBLY_TIMEOUT);
    @Nullable Packet first = fragments.first().orElse(null);
    if (first != null) {
      ipv6.icmp()
          .sendError(first, Icmpv6Type.TIME_EXCEEDED, Icmpv6Type.REASSEMBLY_TIME_EXCEEDED, 0);
    }
  }

  /** False, and all is dropped, if the extension headers make the whole too long to be a packet. */
  private static boolean join(
      FragmentStore<Key> store, Key key, FragmentQueue datagram, Packet packet) {
    Packet first = datagram.first().orElseThrow();
    int header = first.transport - Ipv6View.FRAGMENT_LENGTH - first.network;
    boolean fits = header - Ipv6View.LENGTH + datagram.octets() <= LONGEST;
    if (fits) {
      int next = get8(first.bytes, first.network + header);
      List<Long> parts = packet.path == null ? List.of() : datagram.numbers();
      datagram.join(packet, header);
      if (packet.path != null) {
        packet.path.tell(new FragmentEvent.Reassembled(packet.path.now(), parts, packet.length()));
      }
      int at = packet.network;
      put8(packet.bytes, lastNumber(packet.bytes, at, header), next);
      put16(packet.bytes, at + Ipv6View.PAYLOAD_LENGTH, packet.length() - Ipv6View.LENGTH);
    }
    store.remove(key);
    return fits;
  }

  /** Where the number of the header stands that begins {@code header} octets into a packet. */
  static int lastNumber(byte[] bytes, int network, int header) {
    int number = network + Ipv6View.NEXT_HEADER;
    int at = network + Ipv6View.LENGTH;
    while (at < network + header) {
      int protocol = get8(bytes, number);
      number = at;
      at += Ipv6View.extensionLength(bytes, at, protocol);
    }
    return number;
  }

  /** As {@link #lastNumber}, in a packet. */
  int named(Packet packet, int header) {
    return lastNumber(packet.bytes, packet.network, header);
  }
}
