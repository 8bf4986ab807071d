package dev.dejima.netstack.ip6;

import dev.dejima.kernel.rtnetlink.NewAddress;
import dev.dejima.netstack.link.NetDevice;
import dev.dejima.netstack.sched.Timer;
import dev.dejima.packet.Ipv6Address;
import org.jspecify.annotations.Nullable;

/** An IPv6 address of a device ({@code struct inet6_ifaddr}). */
public final class Address6 {
  public final NetDevice device;
  public final Ipv6Address local;

  /** The other end's address on a point-to-point link; absent elsewhere. */
  public final @Nullable Ipv6Address peer;

  public final int length;

  /** {@code IFA_F_*}, as {@link NewAddress} has them. */
  public int flags;

  /** Seconds from {@link #stamped} on, or {@link NewAddress#FOREVER}. */
  public long validLifetime;

  public long preferredLifetime;

  /** The clock's time of the last change. */
  public long stamped;

  /** Whether another node was found to have it. */
  boolean failed;

  int probesLeft;

  /** What marks this node's own solicitations, of 48 bits (RFC 7527); 0 for none. */
  long nonce;

  @Nullable Timer detection;
  @Nullable Timer expiry;

  /** Makes one; flags are as the request has them. */
  public Address6(
      NetDevice device,
      Ipv6Address local,
      @Nullable Ipv6Address peer,
      int length,
      int flags,
      long validLifetime,
      long preferredLifetime) {
    this.device = device;
    this.local = local;
    this.peer = peer;
    this.length = length;
    this.flags = flags;
    this.validLifetime = validLifetime;
    this.preferredLifetime = preferredLifetime;
  }

  boolean has(int flag) {
    return (flags & flag) != 0;
  }

  boolean isTentative() {
    return has(NewAddress.TENTATIVE);
  }

  /** Whether packets may come from and go to it. */
  boolean isUsable() {
    return !isTentative() || has(NewAddress.OPTIMISTIC);
  }

  /** The network's address, its host bits zero. */
  Ipv6Address network() {
    return new Ipv6Address(
        local.high() & Scopes.mask(length), local.low() & Scopes.mask(length - 64));
  }

  boolean onLink(long high, long low) {
    return Scopes.sameNetwork(high, low, local.high(), local.low(), length);
  }
}
