package dev.dejima.netstack.inet;

import dev.dejima.netstack.Packet;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The fragments of one datagram that wait for the others (net/ipv4/inet_fragment.c). One that
 * overlaps another spoils the whole datagram; one that came before is ignored. A fragment's part of
 * the payload is what is behind its {@link Packet#transport}.
 */
public final class FragmentQueue {
  private final TreeMap<Integer, Packet> pieces = new TreeMap<>();

  /** Octets of the whole payload; -1 until the last fragment has come. */
  private int total = -1;

  private int octets;
  private int largest;

  /**
   * Puts a fragment to the others.
   *
   * @param offset where its part of the payload belongs
   * @param more whether others follow it
   * @return whether it was taken; if not, it is still the caller's
   */
  public boolean put(Packet packet, int offset, boolean more) {
    int end = offset + packet.transportLength();
    boolean beyond =
        more ? total >= 0 && end > total : total >= 0 && total != end || reaches() > end;
    if (beyond || collides(offset, end)) {
      return false;
    }
    total = more ? total : end;
    pieces.put(offset, packet);
    octets += packet.transportLength();
    largest = Math.max(largest, packet.length());
    return true;
  }

  private int reaches() {
    Map.Entry<Integer, Packet> last = pieces.lastEntry();
    return last == null ? 0 : last.getKey() + last.getValue().transportLength();
  }

  /** Whether a piece overlaps others; one that overlaps in part spoils them all. */
  private boolean collides(int from, int to) {
    Map.Entry<Integer, Packet> before = pieces.lowerEntry(to);
    if (before == null) {
      return false;
    }
    int beforeEnd = before.getKey() + before.getValue().transportLength();
    if (beforeEnd <= from) {
      return false;
    }
    boolean repeated = before.getKey() <= from && to <= beforeEnd;
    if (!repeated) {
      release();
      octets = Integer.MIN_VALUE;
    }
    return true;
  }

  /** Whether all have come. */
  public boolean isWhole() {
    return octets == total;
  }

  /** Octets of payload that have come. */
  public int octets() {
    return octets;
  }

  /** Octets of the largest fragment, IP header included. */
  public int largest() {
    return largest;
  }

  /** The fragment that begins the datagram; empty if it has not come. */
  public Optional<Packet> first() {
    return Optional.ofNullable(pieces.get(0));
  }

  /** Drops them. */
  public void release() {
    pieces.values().forEach(Packet::release);
    pieces.clear();
  }

  /**
   * Puts the payloads behind the first fragment's header, all into the packet that came last.
   *
   * @param header octets of the IP header, without what made it a fragment
   */
  public void join(Packet packet, int header) {
    Packet first = first().orElseThrow();
    byte[] whole = new byte[Packet.HEADROOM + header + total];
    int network = Packet.HEADROOM;
    System.arraycopy(first.bytes, first.network, whole, network, header);
    pieces.forEach(
        (offset, piece) ->
            System.arraycopy(
                piece.bytes,
                piece.transport,
                whole,
                network + header + offset,
                piece.transportLength()));
    int link = network - (first.network - first.link);
    System.arraycopy(first.bytes, first.link, whole, link, first.network - first.link);
    pieces.values().stream().filter(p -> p != packet).forEach(Packet::release);
    pieces.clear();
    packet.bytes = whole;
    packet.link = link;
    packet.network = network;
    packet.transport = network + header;
    packet.end = whole.length;
    packet.laterFragment = false;
    packet.fragmentSize = largest;
    packet.checksumVerified = false;
  }
}
