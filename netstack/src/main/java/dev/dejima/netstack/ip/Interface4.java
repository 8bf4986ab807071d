package dev.dejima.netstack.ip;

import dev.dejima.netstack.link.NetDevice;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What IPv4 keeps of a device ({@code struct in_device}). */
public final class Interface4 {
  private final NetDevice device;
  private final int[] all;
  final int[] conf;

  /** In the order of the kernel's list: primaries by scope before the secondaries. */
  final List<Address4> addresses = new ArrayList<>();

  Interface4(NetDevice device, int[] all, int[] initial) {
    this.device = device;
    this.all = all;
    this.conf = initial.clone();
  }

  public NetDevice device() {
    return device;
  }

  public List<Address4> addresses() {
    return List.copyOf(addresses);
  }

  /** The values of {@code conf/DEVICE}, by {@link Conf4}. */
  public int[] conf() {
    return conf;
  }

  /** Whether it takes packets for others on. */
  public boolean forwarding() {
    return conf[Conf4.FORWARDING.ordinal()] != 0;
  }

  /** Of this device or of all. */
  boolean either(Conf4 variable) {
    return conf[variable.ordinal()] != 0 || all[variable.ordinal()] != 0;
  }

  /** The larger of this device's and that of all. */
  int larger(Conf4 variable) {
    return Math.max(conf[variable.ordinal()], all[variable.ordinal()]);
  }

  /** An address of it by value; null if there is none. */
  @Nullable Address4 find(int local) {
    // Without an iterator: every packet comes by here.
    for (int i = 0; i < addresses.size(); i++) {
      Address4 address = addresses.get(i);
      if (address.local == local) {
        return address;
      }
    }
    return null;
  }

  /** Whether two addresses are in one network of it. */
  boolean onLink(int a, int b) {
    for (Address4 address : addresses) {
      if (address.onLink(a) && (b == 0 || address.onLink(b))) {
        return true;
      }
    }
    return false;
  }
}
