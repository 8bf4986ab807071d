package dev.dejima.netstack.ip6;

import dev.dejima.kernel.rtnetlink.NewAddress;
import dev.dejima.netstack.link.NetDevice;
import dev.dejima.packet.Ipv6Address;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What IPv6 keeps of a device ({@code struct inet6_dev}). */
public final class Interface6 {
  private final NetDevice device;
  private final int[] all;
  final int[] conf;
  final Memberships memberships;
  final RouterSolicitations solicitations;

  /** In the order of the kernel's list: the widest scope first, the newest of a scope first. */
  final List<Address6> addresses = new ArrayList<>();

  /** Anycast addresses, and how often each was joined. */
  final List<Ipv6Address> anycasts = new ArrayList<>();

  /** Whether it is up and has a carrier ({@code IF_READY}). */
  boolean ready;

  Interface6(Ipv6 ipv6, NetDevice device, int[] all, int[] initial) {
    this.device = device;
    this.all = all;
    this.conf = initial.clone();
    this.memberships = new Memberships(ipv6, this);
    this.solicitations = new RouterSolicitations(ipv6, this);
  }

  public NetDevice device() {
    return device;
  }

  public List<Address6> addresses() {
    return List.copyOf(addresses);
  }

  /** The values of {@code conf/DEVICE}, by {@link Conf6}. */
  public int[] conf() {
    return conf;
  }

  int get(Conf6 variable) {
    return conf[variable.ordinal()];
  }

  boolean forwarding() {
    return get(Conf6.FORWARDING) != 0;
  }

  /** Whether {@code disable_ipv6} is set. */
  public boolean isDisabled() {
    return get(Conf6.DISABLE_IPV6) != 0;
  }

  /** The larger of this device's and that of all. */
  int larger(Conf6 variable) {
    return Math.max(conf[variable.ordinal()], all[variable.ordinal()]);
  }

  /** Whether advertisements of routers count: 1 says only on hosts, 2 on routers too. */
  boolean acceptsAdvertisements() {
    return get(Conf6.ACCEPT_RA) > (forwarding() ? 1 : 0);
  }

  /** An address of it by value; null if there is none. */
  @Nullable Address6 find(long high, long low) {
    // Without an iterator: packets come by here.
    for (int i = 0; i < addresses.size(); i++) {
      Address6 address = addresses.get(i);
      if (address.local.low() == low && address.local.high() == high) {
        return address;
      }
    }
    return null;
  }

  boolean isAnycast(long high, long low) {
    return anycasts.contains(new Ipv6Address(high, low));
  }

  /** Its link-local address without any of these flags; null if it has none. */
  @Nullable Ipv6Address linkLocal(int withoutFlags) {
    for (Address6 address : addresses) {
      if (address.local.isLinkLocal() && !address.has(withoutFlags)) {
        return address.local;
      }
    }
    return null;
  }

  /** Its link-local address once nobody else has it; null before. */
  @Nullable Ipv6Address linkLocal() {
    return linkLocal(NewAddress.TENTATIVE);
  }
}
