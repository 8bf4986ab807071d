package dev.dejima.netstack.ip;

import dev.dejima.netstack.Packet;
import dev.dejima.netstack.link.NetDevice;
import dev.dejima.netstack.sched.Timer;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/** What is known of an IPv4 address on a device's link ({@code struct neighbour}). */
public final class Neighbour4 {
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

  public final NetDevice device;
  public final int address;
  public int state = NONE;

  /** The link address, if the state is a valid one. */
  public long mac;

  final ArrayDeque<Packet> queue = new ArrayDeque<>(2);
  int queuedOctets;
  int probes;
  long confirmed;
  long used;
  long updated;
  @Nullable Timer timer;

  Neighbour4(NetDevice device, int address) {
    this.device = device;
    this.address = address;
  }

  boolean isValid() {
    return (state & VALID) != 0;
  }
}
