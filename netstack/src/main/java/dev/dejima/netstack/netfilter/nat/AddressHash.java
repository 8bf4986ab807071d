package dev.dejima.netstack.netfilter.nat;

import dev.dejima.netstack.netfilter.JenkinsHash;
import dev.dejima.netstack.netfilter.conntrack.Tuple;
import dev.dejima.packet.NetworkOrder;

/**
 * Picks an address of a pool by hashing source and destination, so that a client keeps its address
 * ({@code find_best_ips_proto}). The hash ({@code jhash2}) is unseeded: the choice is the same on
 * every host with the processor's byte order of x86.
 */
final class AddressHash {
  private static final int WORDS = 4;

  private AddressHash() {}

  /** Sets the source or destination of a tuple to an address of the bounds. */
  static void choose(Tuple tuple, NatBounds bounds, int zone, boolean source) {
    int last = tuple.version == 4 ? 0 : WORDS - 1;
    int[] destination = words(tuple.version, tuple.destinationHigh, tuple.destinationLow);
    int[] min = words(tuple.version, bounds.minHigh(), bounds.minLow());
    int[] max = words(tuple.version, bounds.maxHigh(), bounds.maxLow());
    int hash = hash(tuple, bounds.isPersistent() ? 0 : destination[last] ^ zone);
    int[] chosen = new int[WORDS];
    boolean full = false;
    for (int i = 0; i <= last; i++) {
      int from = full ? 0 : Integer.reverseBytes(min[i]);
      int distance = full ? -1 : Integer.reverseBytes(max[i]) - from + 1;
      chosen[i] = Integer.reverseBytes(from + JenkinsHash.scale(hash, distance));
      full |= chosen[i] != max[i];
      if (!bounds.isPersistent()) {
        hash ^= destination[i];
      }
    }
    put(tuple, chosen, source);
  }

  /** The hash of the source, in the sixteen octets that the kernel keeps for either version. */
  private static int hash(Tuple tuple, int seed) {
    byte[] source = new byte[WORDS * Integer.BYTES];
    if (tuple.version == 4) {
      NetworkOrder.put32(source, 0, (int) tuple.sourceLow);
    } else {
      NetworkOrder.put64(source, 0, tuple.sourceHigh);
      NetworkOrder.put64(source, 8, tuple.sourceLow);
    }
    return JenkinsHash.hash(source, 0, source.length, seed);
  }

  /** An address as four words in the processor's order, as the kernel hashes it. */
  private static int[] words(int version, long high, long low) {
    if (version == 4) {
      return new int[] {Integer.reverseBytes((int) low), 0, 0, 0};
    }
    return new int[] {
      Integer.reverseBytes((int) (high >>> 32)),
      Integer.reverseBytes((int) high),
      Integer.reverseBytes((int) (low >>> 32)),
      Integer.reverseBytes((int) low)
    };
  }

  private static void put(Tuple tuple, int[] words, boolean source) {
    long high = 0;
    long low = Integer.reverseBytes(words[0]) & 0xffff_ffffL;
    if (tuple.version == 6) {
      high = pair(words[0], words[1]);
      low = pair(words[2], words[3]);
    }
    if (source) {
      tuple.sourceHigh = high;
      tuple.sourceLow = low;
    } else {
      tuple.destinationHigh = high;
      tuple.destinationLow = low;
    }
  }

  private static long pair(int first, int second) {
    return ((long) Integer.reverseBytes(first) << 32)
        | (Integer.reverseBytes(second) & 0xffff_ffffL);
  }
}
