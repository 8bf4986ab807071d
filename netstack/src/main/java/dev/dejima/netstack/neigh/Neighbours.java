package dev.dejima.netstack.neigh;

import dev.dejima.kernel.path.DropReason;
import dev.dejima.kernel.path.RouteEvent;
import dev.dejima.kernel.path.RouteEvent.Neighbourhood;
import dev.dejima.netstack.Packet;
import dev.dejima.netstack.link.NetDevice;
import dev.dejima.netstack.path.PacketPath;
import dev.dejima.netstack.sched.EventLoop;
import dev.dejima.netstack.sched.Timer;
import dev.dejima.packet.IpAddress;
import dev.dejima.packet.MacAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The neighbours of one IP version, and their states.
 *
 * <p>An address is asked for three times at a second's distance, while packets wait; then they fail
 * as unreachable. A link address that was learnt is REACHABLE for 15 to 45 seconds after it was
 * last confirmed (by an answer, or by progress of TCP), then STALE; the first use of a stale one
 * begins a DELAY of five seconds, and if nothing confirms it by then, PROBEs by unicast.
 */
public final class Neighbours {
  /** The link address given replaces another. */
  public static final int OVERRIDE = 1;

  /** One that differs makes a reachable neighbour stale, and is not taken over. */
  public static final int WEAK_OVERRIDE = 2;

  /** The message tells whether the neighbour is a router: {@link #IS_ROUTER} or not. */
  public static final int OVERRIDE_ROUTER = 4;

  public static final int IS_ROUTER = 8;

  /** An administrator asks. */
  public static final int ADMIN = 16;

  private static final long SECOND = 1_000_000_000L;

  /** One that changed so lately is not forgotten to make room. */
  private static final long FRESH = 5 * SECOND;

  private static final long COLLECTION_INTERVAL = 15 * SECOND;

  private final EventLoop loop;
  private final Protocol protocol;
  private final NeighbourLimits limits = new NeighbourLimits();
  private final NeighbourParameters initial;
  private final Map<NetDevice, NeighbourParameters> parameters = new HashMap<>();
  private final Timer collection;
  private long lastCollection;
  private long overflows;
  private long discarded;
  private @Nullable Neighbour[] slots = new Neighbour[64];
  private int count;
  private long made;

  /** What the protocol that resolves addresses does for the states. */
  public interface Protocol {
    /** Makes an address of its two halves. */
    IpAddress address(long high, long low);

    /** Asks for a neighbour's link address: itself if that is known, else everybody. */
    void solicit(Neighbour neighbour);

    /** Puts the link header in front of a packet and sends it. */
    void transmit(Packet packet, Neighbour neighbour);

    /** A packet's next hop does not answer. The packet is the protocol's from now on. */
    void unreachable(Packet packet);

    /** A neighbour's state or link address changed. */
    void changed(Neighbour neighbour);

    /** There is no room for another: none of those there are may be forgotten yet. */
    void overflow();
  }

  /** Makes an empty table. */
  public Neighbours(EventLoop loop, RandomGenerator random, Protocol protocol) {
    this.loop = loop;
    this.protocol = protocol;
    int base = NeighbourVariable.BASE_REACHABLE_TIME.initial();
    this.initial =
        new NeighbourParameters((double) random.nextLong(base * 1_000_000L) / base / 1e6);
    this.collection = loop.backgroundTimer(this::collect);
  }

  /** How many there may be. */
  public NeighbourLimits limits() {
    return limits;
  }

  /** What a device's begin with that is yet to come. */
  public NeighbourParameters initial() {
    return initial;
  }

  /** How neighbours on a device are treated. */
  public NeighbourParameters parameters(NetDevice device) {
    return parameters.computeIfAbsent(device, _ -> initial.copy());
  }

  /** How often there was no room for a neighbour ({@code table_fulls}). */
  public long overflows() {
    return overflows;
  }

  /** How many packets were dropped as too many waited ({@code unres_discards}). */
  public long discarded() {
    return discarded;
  }

  private long now() {
    return loop.nanoTime();
  }

  // ---- the table

  /** All of them, in no order that means anything. */
  public List<Neighbour> all() {
    List<Neighbour> list = new ArrayList<>(count);
    for (Neighbour head : slots) {
      for (Neighbour at = head; at != null; at = at.next) {
        list.add(at);
      }
    }
    return list;
  }

  private static int slot(int index, long high, long low, int size) {
    long mixed = (high * 31 + low + index) * 0x9e3779b97f4a7c15L;
    return (int) (mixed >>> 32) & (size - 1);
  }

  public @Nullable Neighbour find(NetDevice device, long high, long low) {
    Neighbour at = slots[slot(device.index(), high, low, slots.length)];
    while (at != null && (at.low != low || at.high != high || at.device != device)) {
      at = at.next;
    }
    return at;
  }

  /** The neighbour of an address, made if there is none; null if there is no room for one. */
  public @Nullable Neighbour findOrMake(NetDevice device, long high, long low) {
    Neighbour found = find(device, high, low);
    if (found != null || count >= limits.many && !hasRoom()) {
      return found;
    }
    return make(device, high, low);
  }

  /** As {@link #findOrMake}, for what is to be permanent: there is always room. */
  public Neighbour findOrMakePermanent(NetDevice device, long high, long low) {
    Neighbour found = find(device, high, low);
    return found != null ? found : make(device, high, low);
  }

  private Neighbour make(NetDevice device, long high, long low) {
    NeighbourParameters treated = parameters(device);
    Neighbour neighbour = new Neighbour(device, high, low, protocol.address(high, low), treated);
    neighbour.serial = ++made;
    neighbour.timer = loop.timer(() -> expire(neighbour));
    neighbour.confirmed = now() - 2 * treated.reachableTime();
    neighbour.used = now();
    neighbour.updated = now();
    if (++count > slots.length) {
      grow();
    }
    put(slots, neighbour);
    if (count >= limits.fewest && !collection.pending()) {
      collection.arm(COLLECTION_INTERVAL);
    }
    return neighbour;
  }

  // ---- room

  /** Whether there is room for another, made if need be ({@code neigh_alloc}). */
  private boolean hasRoom() {
    List<Neighbour> all = all();
    all.removeIf(neighbour -> neighbour.state == Neighbour.PERMANENT);
    int entries = all.size();
    boolean full = entries >= limits.most;
    boolean due = entries >= limits.many && now() > lastCollection + FRESH;
    if ((full || due) && !makeRoom(all, entries - limits.many + 1) && full) {
      overflows++;
      protocol.overflow();
      return false;
    }
    return true;
  }

  /** Forgets so many of the oldest that nothing depends on ({@code neigh_forced_gc}). */
  private boolean makeRoom(List<Neighbour> all, int most) {
    long now = now();
    all.sort(Comparator.comparingLong(neighbour -> neighbour.serial));
    int forgotten = 0;
    for (Neighbour neighbour : all) {
      boolean useless = (neighbour.state & (Neighbour.FAILED | Neighbour.NOARP)) != 0;
      if (neighbour.isCollectable() && (useless || now - neighbour.updated > FRESH)) {
        remove(neighbour);
        if (++forgotten >= most) {
          break;
        }
      }
    }
    lastCollection = now;
    return forgotten > 0;
  }

  /** Forgets those that nobody has used for long ({@code neigh_periodic_work}). */
  private void collect() {
    if (count < limits.fewest) {
      return;
    }
    for (Neighbour neighbour : all()) {
      long used = Math.max(neighbour.used, neighbour.confirmed);
      boolean unused = now() - used >= neighbour.parameters.staleTime();
      if (neighbour.isCollectable() && (neighbour.state == Neighbour.FAILED || unused)) {
        remove(neighbour);
      }
    }
    collection.arm(COLLECTION_INTERVAL);
  }

  private void grow() {
    @Nullable Neighbour[] larger = new Neighbour[slots.length * 2];
    all().forEach(neighbour -> put(larger, neighbour));
    slots = larger;
  }

  private static void put(@Nullable Neighbour[] slots, Neighbour neighbour) {
    int slot = slot(neighbour.device.index(), neighbour.high, neighbour.low, slots.length);
    neighbour.next = slots[slot];
    slots[slot] = neighbour;
  }

  /** Forgets a neighbour; what waits for it is dropped. */
  public void remove(Neighbour neighbour) {
    int slot = slot(neighbour.device.index(), neighbour.high, neighbour.low, slots.length);
    Neighbour before = null;
    Neighbour at = slots[slot];
    while (at != null && at != neighbour) {
      before = at;
      at = at.next;
    }
    if (at == null) {
      return;
    }
    if (before == null) {
      slots[slot] = at.next;
    } else {
      before.next = at.next;
    }
    count--;
    cancel(neighbour);
    neighbour.queue.forEach(packet -> packet.drop(DropReason.NEIGH_DEAD));
    neighbour.queue.clear();
    neighbour.queuedOctets = 0;
  }

  /** A device went down, or away: what is not permanent is forgotten; all, if it goes away. */
  public void flush(NetDevice device, boolean all) {
    for (Neighbour neighbour : all()) {
      if (neighbour.device == device && (all || neighbour.state != Neighbour.PERMANENT)) {
        remove(neighbour);
      }
    }
  }

  /** A device goes away. */
  public void removed(NetDevice device) {
    flush(device, true);
    parameters.remove(device);
  }

  private static void cancel(Neighbour neighbour) {
    if (neighbour.timer != null) {
      neighbour.timer.cancel();
    }
  }

  private static void arm(Neighbour neighbour, long delay) {
    if (neighbour.timer != null) {
      neighbour.timer.arm(delay);
    }
  }

  // ---- output

  /** Sends a packet to a neighbour, now or once its link address is known. */
  public void output(Packet packet, NetDevice device, long high, long low) {
    Neighbour neighbour = findOrMake(device, high, low);
    if (neighbour == null) {
      packet.drop(DropReason.NEIGH_CREATEFAIL);
      return;
    }
    boolean known = (neighbour.state & Neighbour.VALID) != 0;
    tell(packet, neighbour, known ? Neighbourhood.KNOWN : Neighbourhood.ASKED);
    output(packet, neighbour);
  }

  private static void tell(Packet packet, Neighbour neighbour, Neighbourhood state) {
    PacketPath path = packet.path;
    if (path != null) {
      path.tell(
          new RouteEvent.Neighbour(
              path.now(),
              neighbour.device.name(),
              neighbour.address,
              state,
              neighbour.isValid() ? new MacAddress(neighbour.mac) : null));
    }
  }

  private void output(Packet packet, Neighbour neighbour) {
    neighbour.used = now();
    if ((neighbour.state & (Neighbour.CONNECTED | Neighbour.DELAY | Neighbour.PROBE)) != 0) {
      protocol.transmit(packet, neighbour);
    } else if (neighbour.state == Neighbour.STALE) {
      change(neighbour, Neighbour.DELAY);
      arm(neighbour, neighbour.parameters.delayBeforeProbe());
      protocol.transmit(packet, neighbour);
    } else {
      queue(packet, neighbour);
    }
  }

  private void queue(Packet packet, Neighbour neighbour) {
    if (neighbour.state != Neighbour.INCOMPLETE) {
      change(neighbour, Neighbour.INCOMPLETE);
      neighbour.probes = 0;
      neighbour.queue.add(packet);
      neighbour.queuedOctets = packet.room();
      probe(neighbour);
      return;
    }
    int most = neighbour.parameters.get(NeighbourVariable.QUEUE_OCTETS);
    while (neighbour.queuedOctets + packet.room() > most) {
      Packet oldest = neighbour.queue.poll();
      if (oldest == null) {
        break;
      }
      neighbour.queuedOctets -= oldest.room();
      oldest.drop(DropReason.NEIGH_QUEUEFULL);
      discarded++;
    }
    neighbour.queue.add(packet);
    neighbour.queuedOctets += packet.room();
  }

  /** Something proved that a neighbour hears us: TCP made progress. */
  public void confirm(NetDevice device, long high, long low) {
    Neighbour neighbour = find(device, high, low);
    if (neighbour != null) {
      neighbour.confirmed = now();
    }
  }

  // ---- states

  private void change(Neighbour neighbour, int state) {
    neighbour.state = state;
    neighbour.updated = now();
    protocol.changed(neighbour);
  }

  private void expire(Neighbour neighbour) {
    switch (neighbour.state) {
      case Neighbour.REACHABLE -> {
        long left = neighbour.confirmed + neighbour.parameters.reachableTime() - now();
        if (left > 0) {
          arm(neighbour, left);
        } else if (neighbour.used + neighbour.parameters.delayBeforeProbe() > now()) {
          change(neighbour, Neighbour.DELAY);
          arm(neighbour, neighbour.parameters.delayBeforeProbe());
        } else {
          change(neighbour, Neighbour.STALE);
        }
      }
      case Neighbour.DELAY -> {
        if (neighbour.confirmed + neighbour.parameters.delayBeforeProbe() >= now()) {
          change(neighbour, Neighbour.REACHABLE);
          arm(neighbour, neighbour.confirmed + neighbour.parameters.reachableTime() - now());
        } else {
          change(neighbour, Neighbour.PROBE);
          neighbour.probes = 0;
          probe(neighbour);
        }
      }
      case Neighbour.PROBE, Neighbour.INCOMPLETE -> {
        if (neighbour.probes < mostProbes(neighbour)) {
          probe(neighbour);
        } else {
          change(neighbour, Neighbour.FAILED);
          fail(neighbour);
        }
      }
      default -> {}
    }
  }

  private static int mostProbes(Neighbour neighbour) {
    return neighbour.parameters.get(
        neighbour.state == Neighbour.PROBE
            ? NeighbourVariable.UNICAST_SOLICIT
            : NeighbourVariable.MULTICAST_SOLICIT);
  }

  private void fail(Neighbour neighbour) {
    for (Packet packet = neighbour.queue.poll(); packet != null; packet = neighbour.queue.poll()) {
      tell(packet, neighbour, Neighbourhood.FAILED);
      protocol.unreachable(packet);
    }
    neighbour.queuedOctets = 0;
  }

  private void probe(Neighbour neighbour) {
    neighbour.probes++;
    arm(neighbour, neighbour.parameters.retransmissionTime());
    protocol.solicit(neighbour);
  }

  /** Nanoseconds since a neighbour last changed. */
  public long age(Neighbour neighbour) {
    return now() - neighbour.updated;
  }

  /** What a message says of a neighbour, with the link address that it gives. */
  public void update(Neighbour neighbour, long mac, int state, int flags) {
    int before = neighbour.state;
    if ((flags & ADMIN) == 0 && (before & (Neighbour.NOARP | Neighbour.PERMANENT)) != 0) {
      return;
    }
    if ((state & Neighbour.VALID) == 0) {
      lose(neighbour, state);
      return;
    }
    boolean known = neighbour.isValid();
    boolean other = known && neighbour.mac != mac;
    if ((state & Neighbour.CONNECTED) != 0) {
      neighbour.confirmed = now();
    }
    if (!other || (flags & OVERRIDE) != 0) {
      boolean keeps = known && !other && state == Neighbour.STALE && (flags & ADMIN) == 0;
      become(neighbour, mac, keeps ? before : state);
      if ((flags & OVERRIDE_ROUTER) != 0) {
        neighbour.router = (flags & IS_ROUTER) != 0;
      }
    } else if ((flags & WEAK_OVERRIDE) != 0 && (before & Neighbour.CONNECTED) != 0) {
      become(neighbour, neighbour.mac, Neighbour.STALE);
    }
  }

  /** The link address is not known, or no longer. */
  private void lose(Neighbour neighbour, int state) {
    boolean asking = (neighbour.state & (Neighbour.INCOMPLETE | Neighbour.PROBE)) != 0;
    cancel(neighbour);
    change(neighbour, state);
    if (asking && state == Neighbour.FAILED) {
      fail(neighbour);
    }
  }

  private void become(Neighbour neighbour, long mac, int state) {
    int before = neighbour.state;
    boolean otherMac = neighbour.mac != mac;
    if (state == before && !otherMac) {
      return;
    }
    if (state != before) {
      cancel(neighbour);
      neighbour.probes = 0;
      if ((state & Neighbour.TIMED) != 0) {
        arm(neighbour, state == Neighbour.REACHABLE ? neighbour.parameters.reachableTime() : 0);
      }
    }
    neighbour.mac = mac;
    if (otherMac && (state & Neighbour.CONNECTED) == 0) {
      neighbour.confirmed = now() - 2 * neighbour.parameters.reachableTime();
    }
    change(neighbour, state);
    if ((before & Neighbour.VALID) == 0) {
      Packet[] ready = neighbour.queue.toArray(Packet[]::new);
      neighbour.queue.clear();
      neighbour.queuedOctets = 0;
      for (Packet packet : ready) {
        tell(packet, neighbour, Neighbourhood.ANSWERED);
        output(packet, neighbour);
      }
    }
  }
}
