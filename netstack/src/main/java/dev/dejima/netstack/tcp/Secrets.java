package dev.dejima.netstack.tcp;

import dev.dejima.packet.IpAddress;
import dev.dejima.packet.Ipv4Address;
import dev.dejima.packet.Ipv6Address;
import java.util.random.RandomGenerator;

/**
 * Initial sequence numbers and timestamp offsets: a hash of the connection's name under a secret,
 * so that the next connection of the same name continues where the last one was (RFC 6528, RFC 7323
 * section 5.4, {@code net/core/secure_seq.c}).
 */
final class Secrets {
  private final long sequenceKey;
  private final long timestampKey;

  Secrets(RandomGenerator random) {
    sequenceKey = random.nextLong();
    timestampKey = random.nextLong();
  }

  /** The number of a SYN: the clock's, which ticks every 64 ns, plus the hash. */
  int initialSequence(FourTuple tuple, long nanoTime) {
    return (int) (hash(tuple, sequenceKey) + (nanoTime >> 6));
  }

  /** What the clock's milliseconds are shifted by in timestamps. */
  int timestampOffset(FourTuple tuple) {
    return (int) hash(tuple, timestampKey);
  }

  /** The IP identification of a connection's first packet. */
  int identification(FourTuple tuple) {
    return (int) (hash(tuple, timestampKey ^ sequenceKey) & 0xffff);
  }

  private static long hash(FourTuple tuple, long key) {
    long hash = mix(key ^ bits(tuple.local()));
    hash = mix(hash ^ bits(tuple.remote()));
    return mix(hash ^ ((long) tuple.localPort() << 16 | tuple.remotePort()));
  }

  private static long bits(IpAddress address) {
    return switch (address) {
      case Ipv4Address(int value) -> value;
      case Ipv6Address(long high, long low) -> mix(high) ^ low;
    };
  }

  /** The finalizer of SplittableRandom: every bit of the input moves every bit of the output. */
  private static long mix(long value) {
    long z = value + 0x9e3779b97f4a7c15L;
    z = (z ^ z >>> 30) * 0xbf58476d1ce4e5b9L;
    z = (z ^ z >>> 27) * 0x94d049bb133111ebL;
    return z ^ z >>> 31;
  }
}
