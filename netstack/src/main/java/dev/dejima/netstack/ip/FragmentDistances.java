package dev.dejima.netstack.ip;

import dev.dejima.netstack.inet.FragmentLimits;
import dev.dejima.netstack.inet.FragmentQueue;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Counts the fragments that each source sends: where many of other datagrams come between two of
 * one, its identification may have been used again ({@code ip_frag_too_far}).
 */
final class FragmentDistances {
  private static final int MOST_SOURCES = 65536;

  private final Map<Integer, Integer> sent =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Integer, Integer> eldest) {
          return size() > MOST_SOURCES;
        }
      };

  /** Counts a fragment; whether those before it are too far away. */
  boolean tooFar(int source, FragmentQueue datagram, FragmentLimits limits) {
    if (limits.distance == 0) {
      return false;
    }
    int before = datagram.serial;
    datagram.serial = sent.merge(source, 1, Integer::sum);
    int distance = datagram.serial - before;
    return !datagram.isEmpty() && Integer.compareUnsigned(distance, limits.distance) > 0;
  }
}
