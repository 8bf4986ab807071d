package dev.dejima.netstack.ip;

import static dev.dejima.packet.NetworkOrder.get16;
import static dev.dejima.packet.NetworkOrder.get32;
import static dev.dejima.packet.NetworkOrder.get8;
import static dev.dejima.packet.NetworkOrder.put16;

import dev.dejima.netstack.Packet;
import dev.dejima.netstack.sched.Timer;
import dev.dejima.packet.IcmpType;
import dev.dejima.packet.Ipv4View;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Fragments that wait for the others of their datagram (net/ipv4/ip_fragment.c). One that overlaps
 * another spoils the whole datagram; one that came before is ignored.
 */
public final class Reassembly4 {
  private static final int LONGEST = 65535;
  private static final long SECOND = 1_000_000_000L;

  private final Ipv4 ipv4;
  private final Map<Key, Datagram> waiting = new HashMap<>();

  private record Key(int source, int destination, int id, int protocol, int user) {}

  private static final class Datagram {
    final TreeMap<Integer, Packet> pieces = new TreeMap<>();
    final Timer timer;

    /** Octets of the whole payload; -1 until the last fragment has come. */
    int total = -1;

    int octets;
    int largest;
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
    if (datagram.octets != datagram.total) {
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
    Packet first = datagram.pieces.get(0);
    if (first != null && ipv4.isLocal(key.destination)) {
      ipv4.icmp().sendError(first, IcmpType.TIME_EXCEEDED, IcmpType.REASSEMBLY_TIME_EXCEEDED, 0);
    }
    datagram.pieces.values().forEach(Packet::release);
  }

  private boolean put(Datagram datagram, Packet packet) {
    int word = get16(packet.bytes, packet.network + Ipv4View.FRAGMENT);
    int offset = (word & Ipv4View.OFFSET_MASK) * 8;
    boolean more = (word & Ipv4View.MORE_FRAGMENTS) != 0;
    int length = more ? packet.transportLength() & ~7 : packet.transportLength();
    int end = offset + length;
    if (length == 0 || end + packet.transport - packet.network > LONGEST) {
      return false;
    }
    if (!more && (datagram.total >= 0 && datagram.total != end || reaches(datagram) > end)
        || more && datagram.total >= 0 && end > datagram.total) {
      return false;
    }
    if (collides(datagram, offset, end)) {
      return false;
    }
    datagram.total = more ? datagram.total : end;
    datagram.pieces.put(offset, packet);
    packet.end = packet.transport + length;
    datagram.octets += length;
    if (packet.length() > datagram.largest) {
      datagram.largest = packet.length();
      datagram.largestHadDontFragment = (word & Ipv4View.DONT_FRAGMENT) != 0;
    }
    return true;
  }

  private static int reaches(Datagram datagram) {
    Map.Entry<Integer, Packet> last = datagram.pieces.lastEntry();
    return last == null ? 0 : last.getKey() + last.getValue().transportLength();
  }

  /** Whether a piece overlaps others; one that overlaps in part spoils them all. */
  private static boolean collides(Datagram datagram, int from, int to) {
    Map.Entry<Integer, Packet> before = datagram.pieces.lowerEntry(to);
    if (before == null) {
      return false;
    }
    int beforeEnd = before.getKey() + before.getValue().transportLength();
    if (beforeEnd <= from) {
      return false;
    }
    boolean repeated = before.getKey() <= from && to <= beforeEnd;
    if (!repeated) {
      datagram.pieces.values().forEach(Packet::release);
      datagram.pieces.clear();
      datagram.octets = Integer.MIN_VALUE;
    }
    return true;
  }

  /** Puts the payloads behind the first fragment's header, all into the packet that came last. */
  private void join(Datagram datagram, Packet packet) {
    Packet first = piece(datagram);
    int header = first.transport - first.network;
    byte[] whole = new byte[Packet.HEADROOM + header + datagram.total];
    int network = Packet.HEADROOM;
    System.arraycopy(first.bytes, first.network, whole, network, header);
    datagram.pieces.forEach(
        (offset, piece) ->
            System.arraycopy(
                piece.bytes,
                piece.transport,
                whole,
                network + header + offset,
                piece.transportLength()));
    int link = network - (first.network - first.link);
    System.arraycopy(first.bytes, first.link, whole, link, first.network - first.link);
    datagram.pieces.values().stream().filter(p -> p != packet).forEach(Packet::release);
    packet.bytes = whole;
    packet.link = link;
    packet.network = network;
    packet.transport = network + header;
    packet.end = whole.length;
    packet.laterFragment = false;
    packet.fragmentSize = datagram.largest;
    packet.checksumVerified = false;
    put16(whole, network + Ipv4View.TOTAL_LENGTH, packet.length());
    put16(
        whole,
        network + Ipv4View.FRAGMENT,
        datagram.largestHadDontFragment ? Ipv4View.DONT_FRAGMENT : 0);
    Output4.fillChecksum(packet);
  }

  private static Packet piece(Datagram datagram) {
    @Nullable Packet first = datagram.pieces.get(0);
    if (first == null) {
      throw new IllegalStateException("a datagram without a beginning");
    }
    return first;
  }
}
