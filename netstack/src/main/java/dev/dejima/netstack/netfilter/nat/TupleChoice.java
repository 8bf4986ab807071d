package dev.dejima.netstack.netfilter.nat;

import dev.dejima.kernel.conntrack.NewConntrack;
import dev.dejima.netstack.netfilter.conntrack.Conntrack;
import dev.dejima.netstack.netfilter.conntrack.Flow;
import dev.dejima.netstack.netfilter.conntrack.Icmp;
import dev.dejima.netstack.netfilter.conntrack.Tuple;
import java.util.random.RandomGenerator;

/**
 * Finds the tuple that a new flow is translated to ({@code get_unique_tuple}).
 *
 * <p>A source keeps its tuple if it may; else it takes the newest mapping of the same source
 * address and port; else an address of the pool, and a port that makes the reply tuple unique. A
 * destination takes what the bounds say. Where nothing is free the last try is taken all the same,
 * and the packet is dropped when its flow is confirmed.
 */
final class TupleChoice {
  private static final int TCP = 6;
  private static final int GRE = 47;
  private static final int SYN_SENT = 1;
  private static final int TIME_WAIT = 7;
  private static final int MAX_ATTEMPTS = 128;
  private static final int MIN_ATTEMPTS = 16;

  /** With so few attempts left, a flow that is over may be evicted. */
  private static final int EVICTION_ATTEMPTS = 32;

  private final Conntrack conntrack;
  private final SourceMappings mappings;
  private final RandomGenerator random;
  private final Tuple reply = new Tuple();

  TupleChoice(Conntrack conntrack, SourceMappings mappings, RandomGenerator random) {
    this.conntrack = conntrack;
    this.mappings = mappings;
    this.random = random;
  }

  /** Turns a tuple into what it is to be translated to. */
  void choose(Tuple tuple, NatBounds bounds, Flow flow, boolean source) {
    if (source && !bounds.isRandom()) {
      if (inBounds(tuple, bounds)) {
        if (!taken(tuple, flow)) {
          return;
        }
      } else {
        Tuple mapped = mappings.find(tuple, flow.original.zone, bounds);
        if (mapped != null && !taken(mapped, flow)) {
          tuple.set(mapped);
          return;
        }
      }
    }
    chooseAddress(tuple, bounds, flow, source);
    if (!bounds.isRandom()) {
      if (bounds.mapsPort()) {
        int port = port(tuple, source);
        if (bounds.holdsPort(port)
            && (bounds.minPort() == bounds.maxPort() || !taken(tuple, flow))) {
          return;
        }
      } else if (!taken(tuple, flow)) {
        return;
      }
    }
    choosePort(tuple, bounds, flow, source);
  }

  /** Whether a tuple's source is already where the bounds want it. */
  static boolean inBounds(Tuple tuple, NatBounds bounds) {
    if (bounds.mapsAddress() && !bounds.holds(tuple.sourceHigh, tuple.sourceLow)) {
      return false;
    }
    return !bounds.mapsPort() || bounds.holdsPort(port(tuple, true));
  }

  private static void chooseAddress(Tuple tuple, NatBounds bounds, Flow flow, boolean source) {
    if (!bounds.mapsAddress()) {
      return;
    }
    if (!bounds.isOneAddress()) {
      AddressHash.choose(tuple, bounds, flow.original.zone | flow.reply.zone, source);
    } else if (source) {
      tuple.sourceHigh = bounds.minHigh();
      tuple.sourceLow = bounds.minLow();
    } else {
      tuple.destinationHigh = bounds.minHigh();
      tuple.destinationLow = bounds.minLow();
    }
  }

  private static boolean hasPorts(int protocol) {
    return switch (protocol) {
      case TCP, 17, 132, 136 -> true;
      default -> false;
    };
  }

  private static int port(Tuple tuple, boolean source) {
    return source || Icmp.isIcmp(tuple.protocol) ? tuple.sourcePort : tuple.destinationPort;
  }

  private void choosePort(Tuple tuple, NatBounds bounds, Flow flow, boolean source) {
    boolean icmp = Icmp.isIcmp(tuple.protocol);
    // Of GRE only PPTP's calls have something to choose; they have a master.
    boolean call = tuple.protocol == GRE && flow.master != null;
    if (!icmp && !call && !hasPorts(tuple.protocol)) {
      return;
    }
    int min;
    int max;
    if (bounds.mapsPort()) {
      min = Math.min(bounds.minPort(), bounds.maxPort());
      max = Math.max(bounds.minPort(), bounds.maxPort());
    } else if (icmp) {
      min = 0;
      max = 0xffff;
    } else if (call) {
      min = 1;
      max = 0xffff;
    } else if (!source) {
      return;
    } else {
      int port = tuple.sourcePort;
      min = port < 512 ? 1 : port < 1024 ? 600 : 1024;
      max = port < 512 ? 511 : port < 1024 ? 1023 : 0xffff;
    }
    search(tuple, flow, source || icmp, min, max - min + 1, bounds.isRandom() || source);
  }

  private void search(
      Tuple tuple, Flow flow, boolean sourceField, int min, int size, boolean fromAnywhere) {
    int offset = fromAnywhere ? random.nextInt(0x10000) : 0;
    int attempts = Math.min(size, MAX_ATTEMPTS);
    while (true) {
      for (int i = 0; i < attempts; i++) {
        int port = min + (offset + i) % size;
        if (sourceField) {
          tuple.sourcePort = port;
        } else {
          tuple.destinationPort = port;
        }
        if (!takenForGood(tuple, flow, attempts - i)) {
          return;
        }
      }
      if (attempts >= size || attempts < MIN_ATTEMPTS) {
        return;
      }
      attempts /= 2;
      offset = random.nextInt(0x10000);
    }
  }

  /** Whether another flow has the tuple that answers would come by. */
  private boolean taken(Tuple tuple, Flow flow) {
    if (!reply.setInverse(tuple)) {
      return false;
    }
    reply.zone = flow.reply.zone;
    Flow other = conntrack.find(reply);
    return other != null && other != flow && !other.original.same(flow.original);
  }

  private boolean takenForGood(Tuple tuple, Flow flow, int attemptsLeft) {
    if (attemptsLeft > EVICTION_ATTEMPTS
        || tuple.protocol != TCP
        || flow.tcp == null
        || flow.tcp.state() != SYN_SENT) {
      return taken(tuple, flow);
    }
    reply.setInverse(tuple);
    reply.zone = flow.reply.zone;
    Flow other = conntrack.find(reply);
    if (other == null) {
      return false;
    }
    if (!conntrack.isReply(reply)
        || other.tcp == null
        || other.tcp.state() < TIME_WAIT
        || other.has(NewConntrack.FIXED_TIMEOUT)
        || !other.has(NewConntrack.SRC_NAT)
        || flow.tcp.originalEnd() - other.tcp.originalEnd() <= 0) {
      return true;
    }
    conntrack.kill(other);
    return false;
  }
}
