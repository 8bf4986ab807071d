package dev.dejima.netstack.ip;

import dev.dejima.netstack.link.NetDevice;

/** An IPv4 address of a device ({@code struct in_ifaddr}). */
public final class Address4 {
  private static final int SECONDARY = 1;

  public final NetDevice device;
  public final int local;

  /** The other end's address on a point-to-point link; otherwise {@link #local}. */
  public final int peer;

  public final int length;

  /** 0 where there is none. */
  public final int broadcast;

  public final String label;
  public final int scope;
  public int flags;

  /** Makes one; flags are as the request has them. */
  public Address4(
      NetDevice device,
      int local,
      int peer,
      int length,
      int broadcast,
      String label,
      int scope,
      int flags) {
    this.device = device;
    this.local = local;
    this.peer = peer;
    this.length = length;
    this.broadcast = broadcast;
    this.label = label;
    this.scope = scope;
    this.flags = flags;
  }

  /** The mask of a prefix's length. */
  public static int mask(int length) {
    return length == 0 ? 0 : -1 << (32 - length);
  }

  /** Whether another address is in this one's network. */
  public boolean onLink(int address) {
    return ((address ^ peer) & mask(length)) == 0;
  }

  public int network() {
    return peer & mask(length);
  }

  public boolean isSecondary() {
    return (flags & SECONDARY) != 0;
  }
}
