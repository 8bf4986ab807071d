package dev.dejima.netstack.neigh;

import dev.dejima.netstack.Packet;
import dev.dejima.netstack.link.NetDevice;
import dev.dejima.netstack.sched.Timer;
import dev.dejima.packet.IpAddress;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/** What is known of an address on a device's link ({@code struct neighbour}). */
public final class Neighbour {
  /** States ({@code NUD_*}). */
  public static final int NONE = 0;

  public static final int INCOMPLETE = 1;
  public static final int REACHABLE = 2;
  public static final int STALE = 4;
  public static final int DELAY = 8;
  public static final int PROBE = 16;
  public static final int FAILED = 32;
  public static final int NOARP = 64;
  public static final int PERMANENT = 128;

  /** States in which the link address may be used. */
  static final int VALID = REACHABLE | STALE | DELAY | PROBE | NOARP | PERMANENT;

  /** States in which it may be used without further ado. */
  static final int CONNECTED = REACHABLE | NOARP | PERMANENT;

  /** States that a timer ends. */
  static final int TIMED = INCOMPLETE | REACHABLE | DELAY | PROBE;

  public final NetDevice device;

  /** The address in two halves; one of IPv4 is in the low half, the rest zero. */
  public final long high;

  public final long low;

  public final IpAddress address;
  public int state = NONE;

  /** The link address, if the state is a valid one. */
  public long mac;

  /** Whether it said that it is a router ({@code NTF_ROUTER}). */
  public boolean router;

  final ArrayDeque<Packet> queue = new ArrayDeque<>(2);
  int queuedOctets;
  int probes;

  /** How many the table had made before it. */
  long serial;

  long confirmed;
  long used;
  long updated;
  final NeighbourParameters parameters;
  @Nullable Timer timer;

  /** The next in its slot of the table. */
  @Nullable Neighbour next;

  Neighbour(
      NetDevice device, long high, long low, IpAddress address, NeighbourParameters parameters) {
    this.parameters = parameters;
    this.device = device;
    this.high = high;
    this.low = low;
    this.address = address;
  }

  /** Whether it may be forgotten to make room for others. */
  boolean isCollectable() {
    return (state & (PERMANENT | TIMED)) == 0;
  }

  public boolean isValid() {
    return (state & VALID) != 0;
  }

  /** Whether a packet waits for its link address; that first in line, or null. */
  public @Nullable Packet waiting() {
    return queue.peek();
  }
}
