package dev.dejima.netstack.inet;

import dev.dejima.kernel.path.DropReason;
import dev.dejima.netstack.Packet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * The fragments of one datagram that wait for the others (net/ipv4/inet_fragment.c). A fragment's
 * part of the payload is what is behind its {@link Packet#transport}.
 */
public final class FragmentQueue {
  /** What the kernel needs for a datagram beside its fragments ({@code struct ipq}). */
  private static final int OVERHEAD = 208;

  private final FragmentLimits limits;
  private final TreeMap<Integer, Packet> pieces = new TreeMap<>();

  /** Where runs begin and end: pieces that came one behind the other, at the end of all. */
  private final TreeMap<Integer, Integer> runs = new TreeMap<>();

  /** Octets of the payload as far as is known; all of them once the last fragment has come. */
  private int reach;

  /** Octets of the largest that said that it must not be cut; 0 if none did. */
  public int largestUncut;

  /** Which of its source's fragments came last; for who counts them. */
  public int serial;

  private boolean lastCame;
  private int octets;
  private int largest;

  /** What becomes of a fragment. */
  public enum Outcome {
    /** It waits with the others. */
    TAKEN,
    /** All of it has come before; it is still the caller's. */
    REPEATED,
    /** It overlaps another in part: none is to be trusted. It is still the caller's. */
    OVERLAPPING,
    /** It contradicts what is known of the datagram's length. It is still the caller's. */
    CONTRADICTING
  }

  FragmentQueue(FragmentLimits limits) {
    this.limits = limits;
    limits.take(OVERHEAD);
  }

  /**
   * Puts a fragment to the others.
   *
   * @param offset where its part of the payload belongs
   * @param more whether others follow it
   */
  public Outcome put(Packet packet, int offset, boolean more) {
    int end = offset + packet.transportLength();
    if (end == offset || contradicts(end, more)) {
      return Outcome.CONTRADICTING;
    }
    lastCame |= !more;
    reach = Math.max(reach, end);
    Map.Entry<Integer, Integer> before = runs.lowerEntry(end);
    if (before != null && before.getValue() > offset) {
      boolean all = before.getKey() <= offset && end <= before.getValue();
      return all ? Outcome.REPEATED : Outcome.OVERLAPPING;
    }
    Map.Entry<Integer, Integer> last = runs.lastEntry();
    runs.put(last != null && last.getValue() == offset ? last.getKey() : offset, end);
    pieces.put(offset, packet);
    limits.take(packet.room());
    octets += packet.transportLength();
    largest = Math.max(largest, packet.length());
    return Outcome.TAKEN;
  }

  private boolean contradicts(int end, boolean more) {
    return more ? lastCame && end > reach : end < reach || lastCame && end != reach;
  }

  /** Whether all have come. */
  public boolean isWhole() {
    return lastCame && octets == reach;
  }

  /** Octets of payload that have come. */
  public int octets() {
    return octets;
  }

  /** Octets of the largest fragment, IP header included. */
  public int largest() {
    return largest;
  }

  /** Whether none has come yet. */
  public boolean isEmpty() {
    return pieces.isEmpty();
  }

  /** The fragment that begins the datagram; empty if it has not come. */
  public Optional<Packet> first() {
    return Optional.ofNullable(pieces.get(0));
  }

  /** What they are called, for who follows them. */
  public List<Long> numbers() {
    return pieces.values().stream()
        .filter(piece -> piece.path != null)
        .map(piece -> Objects.requireNonNull(piece.path).number())
        .toList();
  }

  /** Drops them, and begins anew. */
  public void clear() {
    clear(packet -> packet.drop(DropReason.FRAG_TOO_FAR));
  }

  private void clear(Consumer<Packet> end) {
    for (Packet piece : pieces.values()) {
      limits.giveBack(piece.room());
      end.accept(piece);
    }
    pieces.clear();
    runs.clear();
    reach = 0;
    lastCame = false;
    octets = 0;
    largest = 0;
    largestUncut = 0;
  }

  /** Drops them, and waits no more. */
  void close() {
    clear(packet -> packet.drop(DropReason.FRAG_REASM_TIMEOUT));
    limits.giveBack(OVERHEAD);
  }

  /**
   * Puts the payloads behind the first fragment's header, all into the packet that came last.
   *
   * @param header octets of the IP header, without what made it a fragment
   */
  public void join(Packet packet, int header) {
    Packet first = first().orElseThrow();
    byte[] whole = new byte[Packet.HEADROOM + header + reach];
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
    int cutTo = largest;
    pieces.values().remove(packet);
    limits.giveBack(packet.room());
    clear(Packet::release);
    packet.bytes = whole;
    packet.link = link;
    packet.network = network;
    packet.transport = network + header;
    packet.end = whole.length;
    packet.laterFragment = false;
    packet.fragmentSize = cutTo;
    packet.checksumVerified = false;
  }
}
