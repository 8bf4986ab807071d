package dev.dejima.netstack.neigh;

import dev.dejima.netstack.Packet;
import dev.dejima.netstack.link.NetDevice;
import dev.dejima.netstack.sched.EventLoop;
import dev.dejima.packet.IpAddress;
import java.util.ArrayList;
import java.util.List;
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
  private static final long RETRANSMIT = SECOND;
  private static final long DELAY_BEFORE_PROBE = 5 * SECOND;
  private static final long BASE_REACHABLE = 30 * SECOND;
  private static final int PROBES = 3;
  private static final int QUEUED_OCTETS = 212992;

  private final EventLoop loop;
  private final Protocol protocol;
  private final long reachableTime;
  private @Nullable Neighbour[] slots = new Neighbour[64];
  private int count;

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
  }

  /** Makes an empty table. */
  public Neighbours(EventLoop loop, RandomGenerator random, Protocol protocol) {
    this.loop = loop;
    this.protocol = protocol;
    this.reachableTime = BASE_REACHABLE / 2 + random.nextLong(BASE_REACHABLE);
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

  /** The neighbour of an address, made if there is none. */
  public Neighbour findOrMake(NetDevice device, long high, long low) {
    Neighbour found = find(device, high, low);
    return found != null ? found : make(device, high, low);
  }

  private Neighbour make(NetDevice device, long high, long low) {
    Neighbour neighbour = new Neighbour(device, high, low, protocol.address(high, low));
    neighbour.timer = loop.timer(() -> expire(neighbour));
    neighbour.confirmed = now() - 2 * reachableTime;
    neighbour.used = now();
    neighbour.updated = now();
    if (++count > slots.length) {
      grow();
    }
    put(slots, neighbour);
    return neighbour;
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
    neighbour.queue.forEach(Packet::release);
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
    output(packet, findOrMake(device, high, low));
  }

  private void output(Packet packet, Neighbour neighbour) {
    neighbour.used = now();
    if ((neighbour.state & (Neighbour.CONNECTED | Neighbour.DELAY | Neighbour.PROBE)) != 0) {
      protocol.transmit(packet, neighbour);
    } else if (neighbour.state == Neighbour.STALE) {
      change(neighbour, Neighbour.DELAY);
      arm(neighbour, DELAY_BEFORE_PROBE);
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
      neighbour.queuedOctets = room(packet);
      probe(neighbour);
      return;
    }
    while (neighbour.queuedOctets + room(packet) > QUEUED_OCTETS) {
      Packet oldest = neighbour.queue.poll();
      if (oldest == null) {
        break;
      }
      neighbour.queuedOctets -= room(oldest);
      oldest.release();
    }
    neighbour.queue.add(packet);
    neighbour.queuedOctets += room(packet);
  }

  /** What Linux counts a packet for ({@code skb->truesize}). */
  private static int room(Packet packet) {
    return packet.bytes.length + 256;
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
        long left = neighbour.confirmed + reachableTime - now();
        if (left > 0) {
          arm(neighbour, left);
        } else if (neighbour.used + DELAY_BEFORE_PROBE > now()) {
          change(neighbour, Neighbour.DELAY);
          arm(neighbour, DELAY_BEFORE_PROBE);
        } else {
          change(neighbour, Neighbour.STALE);
        }
      }
      case Neighbour.DELAY -> {
        if (neighbour.confirmed + DELAY_BEFORE_PROBE >= now()) {
          change(neighbour, Neighbour.REACHABLE);
          arm(neighbour, neighbour.confirmed + reachableTime - now());
        } else {
          change(neighbour, Neighbour.PROBE);
          neighbour.probes = 0;
          probe(neighbour);
        }
      }
      case Neighbour.PROBE, Neighbour.INCOMPLETE -> {
        if (neighbour.probes < PROBES) {
          probe(neighbour);
        } else {
          change(neighbour, Neighbour.FAILED);
          fail(neighbour);
        }
      }
      default -> {}
    }
  }

  private void fail(Neighbour neighbour) {
    for (Packet packet = neighbour.queue.poll(); packet != null; packet = neighbour.queue.poll()) {
      protocol.unreachable(packet);
    }
    neighbour.queuedOctets = 0;
  }

  private void probe(Neighbour neighbour) {
    neighbour.probes++;
    arm(neighbour, RETRANSMIT);
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
        arm(neighbour, state == Neighbour.REACHABLE ? reachableTime : 0);
      }
    }
    neighbour.mac = mac;
    if (otherMac && (state & Neighbour.CONNECTED) == 0) {
      neighbour.confirmed = now() - 2 * BASE_REACHABLE;
    }
    change(neighbour, state);
    if ((before & Neighbour.VALID) == 0) {
      Packet[] ready = neighbour.queue.toArray(Packet[]::new);
      neighbour.queue.clear();
      neighbour.queuedOctets = 0;
      for (Packet packet : ready) {
        output(packet, neighbour);
      }
    }
  }
}
