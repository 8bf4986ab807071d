package dev.dejima.netstack.netfilter.conntrack;

import dev.dejima.kernel.Errno;
import dev.dejima.kernel.conntrack.NewExpectation;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** What is expected in a namespace ({@code nf_conntrack_expect.c}). */
public final class Expectations {
  private static final long SECOND = 1_000_000_000L;
  private static final int MAX = 4096;

  private final LongSupplier clock;
  private final RandomGenerator random;

  /** All, oldest first. */
  private final LinkedHashSet<Expectation> pending = new LinkedHashSet<>();

  /** By where the connection will go; newest first, as the kernel's lists have them. */
  private final Map<Destination, ArrayDeque<Expectation>> byDestination = new HashMap<>();

  private final FlowEvents events;
  int max = MAX;
  private long arrived;
  private long created;
  private long deleted;

  private record Destination(int version, int protocol, long high, long low, int port) {
    static Destination of(Tuple tuple) {
      return new Destination(
          tuple.version,
          tuple.protocol,
          tuple.destinationHigh,
          tuple.destinationLow,
          tuple.destinationPort);
    }
  }

  Expectations(LongSupplier clock, RandomGenerator random, FlowEvents events) {
    this.clock = clock;
    this.random = random;
    this.events = events;
  }

  /**
   * Waits for a connection from now on ({@code nf_ct_expect_related}).
   *
   * @return null if it does; EBUSY if another is expected that it could be taken for, EALREADY if
   *     another flow expects the same, EMFILE if too many are expected
   */
  public @Nullable Errno add(Expectation expectation) {
    return add(expectation, false);
  }

  /** The same, where an expectation of another flow may be replaced. */
  public @Nullable Errno add(Expectation expectation, boolean ofAnyMaster) {
    Errno refused = check(expectation, ofAnyMaster);
    if (refused != null) {
      return refused;
    }
    Helper helper = expectation.master.helper;
    long wait = helper == null ? 0 : helper.policies().get(expectation.group).timeout() * SECOND;
    expectation.expires = Math.max(expectation.expires, clock.getAsLong()) + wait;
    if (expectation.id == 0) {
      expectation.id = random.nextInt();
    }
    expectation.inTable = true;
    pending.add(expectation);
    byDestination
        .computeIfAbsent(Destination.of(expectation.tuple), _ -> new ArrayDeque<>(2))
        .addFirst(expectation);
    of(expectation.master).addFirst(expectation);
    created++;
    events.expected(expectation);
    return null;
  }

  private static ArrayDeque<Expectation> of(Flow master) {
    ArrayDeque<Expectation> own = master.expectations;
    if (own == null) {
      own = new ArrayDeque<>(2);
      master.expectations = own;
    }
    return own;
  }

  private @Nullable Errno check(Expectation expectation, boolean ofAnyMaster) {
    for (Expectation other : towards(expectation.tuple)) {
      boolean comparable = ofAnyMaster || other.master == expectation.master;
      if (comparable && other.sameAs(expectation)) {
        if (other.group != expectation.group || other.master != expectation.master) {
          return Errno.EALREADY;
        }
        remove(other);
        break;
      }
      if (other.clashes(expectation)) {
        return Errno.EBUSY;
      }
    }
    evict(expectation);
    if (pending.size() >= max) {
      sweep();
    }
    return pending.size() >= max ? Errno.EMFILE : null;
  }

  /** What is expected where a tuple goes to, newest first; what is over is dropped. */
  private List<Expectation> towards(Tuple tuple) {
    ArrayDeque<Expectation> there = byDestination.get(Destination.of(tuple));
    if (there == null) {
      return List.of();
    }
    List<Expectation> living = new ArrayList<>(there.size());
    for (Expectation expectation : List.copyOf(there)) {
      if (isOver(expectation)) {
        remove(expectation);
      } else {
        living.add(expectation);
      }
    }
    return living;
  }

  /** Makes room among those of the same flow and group. */
  private void evict(Expectation expectation) {
    Helper helper = expectation.master.helper;
    if (helper == null) {
      return;
    }
    int most = helper.policies().get(expectation.group).max();
    if (most > 0 && count(expectation.master, expectation.group) >= most) {
      Expectation oldest = null;
      for (Expectation other : of(expectation.master)) {
        if (other.group == expectation.group) {
          oldest = other;
        }
      }
      if (oldest != null) {
        remove(oldest);
      }
    }
  }

  /** How many a flow has of a group. */
  public int count(Flow master, int group) {
    ArrayDeque<Expectation> own = master.expectations;
    int count = 0;
    if (own != null) {
      for (Expectation expectation : own) {
        count += expectation.group == group ? 1 : 0;
      }
    }
    return count;
  }

  /**
   * What a packet that opens a flow was expected by; it is waited for no more then, unless it is
   * permanent.
   */
  @Nullable Expectation take(Tuple packet, int zone) {
    Expectation found = null;
    for (Expectation expectation : towards(packet)) {
      if ((expectation.flags & NewExpectation.INACTIVE) == 0
          && expectation.matches(packet)
          && expectation.zone() == zone) {
        found = expectation;
        break;
      }
    }
    if (found == null || !found.master.isConfirmed() || found.master.isDying()) {
      return null;
    }
    if ((found.flags & NewExpectation.PERMANENT) == 0) {
      remove(found);
    }
    arrived++;
    return found;
  }

  /** The expectation that a tuple is meant by; null if there is none. */
  public @Nullable Expectation find(Tuple tuple) {
    for (Expectation expectation : towards(tuple)) {
      if (expectation.matches(tuple) && expectation.zone() == tuple.zone) {
        return expectation;
      }
    }
    return null;
  }

  private boolean isOver(Expectation expectation) {
    return expectation.expires <= clock.getAsLong();
  }

  /** Waits for it no more. */
  public void remove(Expectation expectation) {
    if (!expectation.inTable) {
      return;
    }
    expectation.inTable = false;
    pending.remove(expectation);
    Destination to = Destination.of(expectation.tuple);
    ArrayDeque<Expectation> there = byDestination.get(to);
    if (there != null && there.remove(expectation) && there.isEmpty()) {
      byDestination.remove(to);
    }
    of(expectation.master).remove(expectation);
    deleted++;
    events.expectedNoMore(expectation);
  }

  /** Waits for nothing that a flow has announced ({@code nf_ct_remove_expectations}). */
  public void removeAll(Flow master) {
    ArrayDeque<Expectation> own = master.expectations;
    if (own != null) {
      List.copyOf(own).forEach(this::remove);
    }
  }

  /** Waits for nothing. */
  public void clear() {
    List.copyOf(pending).forEach(this::remove);
  }

  /** Drops those that are over. */
  void sweep() {
    if (!pending.isEmpty()) {
      for (Expectation expectation : List.copyOf(pending)) {
        if (isOver(expectation)) {
          remove(expectation);
        }
      }
    }
  }

  boolean isEmpty() {
    return pending.isEmpty();
  }

  /** All that is waited for, newest first. */
  public List<Expectation> all() {
    List<Expectation> all = new ArrayList<>();
    for (Expectation expectation : pending.reversed()) {
      if (!isOver(expectation)) {
        all.add(expectation);
      }
    }
    return all;
  }

  /** How many flows came that were expected. */
  public long arrived() {
    return arrived;
  }

  /** How many expectations were made. */
  public long created() {
    return created;
  }

  /** How many expectations are gone. */
  public long deleted() {
    return deleted;
  }
}
