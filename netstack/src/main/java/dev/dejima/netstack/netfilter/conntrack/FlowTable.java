package dev.dejima.netstack.netfilter.conntrack;

import dev.dejima.kernel.conntrack.NewConntrack;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Flows by both of their tuples: open addressing with linear probing, half full at most, with the
 * hashes beside the flows so that a miss seldom touches one. The lowest bit of a hash is replaced
 * by the direction.
 */
final class FlowTable {
  private static final int NONE = -1;

  /** Buckets that are looked through for a flow that may go. */
  private static final int EVICTION_RANGE = 8;

  private int[] tags = new int[256];
  private @Nullable Flow[] flows = new Flow[256];
  private int used;

  /** Flows in it. */
  int size() {
    return used / 2;
  }

  /** The slot of a tuple, or -1. */
  int find(Tuple tuple) {
    int hash = tuple.hash();
    int mask = flows.length - 1;
    for (int slot = (hash >>> 1) & mask; ; slot = (slot + 1) & mask) {
      Flow flow = flows[slot];
      if (flow == null) {
        return NONE;
      }
      if (((tags[slot] ^ hash) >>> 1) == 0 && flow.tuple(tags[slot] & 1).same(tuple)) {
        return slot;
      }
    }
  }

  Flow at(int slot) {
    Flow flow = flows[slot];
    if (flow == null) {
      throw new IllegalStateException("an empty slot");
    }
    return flow;
  }

  /** Which of its flow's tuples a slot stands for: 0 original, 1 reply. */
  int direction(int slot) {
    return tags[slot] & 1;
  }

  void add(Flow flow) {
    if ((used + 2) * 2 > flows.length) {
      grow();
    }
    put(flow, 0);
    put(flow, 1);
  }

  private void put(Flow flow, int direction) {
    int hash = flow.tuple(direction).hash();
    int mask = flows.length - 1;
    int slot = (hash >>> 1) & mask;
    while (flows[slot] != null) {
      slot = (slot + 1) & mask;
    }
    flows[slot] = flow;
    tags[slot] = (hash & ~1) | direction;
    used++;
  }

  private void grow() {
    int[] oldTags = tags;
    @Nullable Flow[] oldFlows = flows;
    tags = new int[oldTags.length * 2];
    flows = new Flow[oldFlows.length * 2];
    used = 0;
    for (int i = 0; i < oldFlows.length; i++) {
      Flow flow = oldFlows[i];
      if (flow != null) {
        put(flow, oldTags[i] & 1);
      }
    }
  }

  void remove(Flow flow) {
    remove(flow, 0);
    remove(flow, 1);
  }

  private void remove(Flow flow, int direction) {
    int mask = flows.length - 1;
    int slot = (flow.tuple(direction).hash() >>> 1) & mask;
    while (flows[slot] != flow || (tags[slot] & 1) != direction) {
      if (flows[slot] == null) {
        throw new IllegalStateException("a flow that is not in the table");
      }
      slot = (slot + 1) & mask;
    }
    used--;
    closeGap(slot, mask);
  }

  /** Moves what was displaced past a slot back, so that probing still finds it. */
  private void closeGap(int from, int mask) {
    int gap = from;
    for (int slot = (gap + 1) & mask; flows[slot] != null; slot = (slot + 1) & mask) {
      int home = (tags[slot] >>> 1) & mask;
      if (((slot - home) & mask) >= ((slot - gap) & mask)) {
        flows[gap] = flows[slot];
        tags[gap] = tags[slot];
        gap = slot;
      }
    }
    flows[gap] = null;
  }

  /**
   * Flows that may go to make room for a tuple ({@code early_drop}): those in its hash bucket, or
   * else in the first of the seven buckets behind it that has any, that are not assured. As in
   * Linux there are many more buckets than flows, so often there is none.
   */
  List<Flow> victims(Tuple tuple, long now) {
    int hash = tuple.hash() >>> 1;
    int mask = flows.length - 1;
    List<Flow> found = new ArrayList<>(1);
    for (int bucket = 0; bucket < EVICTION_RANGE && found.isEmpty(); bucket++) {
      for (int slot = (hash + bucket) & mask; flows[slot] != null; slot = (slot + 1) & mask) {
        int distance = ((tags[slot] >>> 1) - hash) & (ConntrackSettings.BUCKETS - 1);
        Flow flow = at(slot);
        if (distance == bucket
            && !found.contains(flow)
            && (flow.expires <= now || !flow.has(NewConntrack.ASSURED))) {
          found.add(flow);
        }
      }
    }
    return found;
  }

  /** Visits every flow once; the visitor must not change the table. */
  void forEach(Consumer<Flow> visitor) {
    for (int i = 0; i < flows.length; i++) {
      Flow flow = flows[i];
      if (flow != null && (tags[i] & 1) == 0) {
        visitor.accept(flow);
      }
    }
  }
}
