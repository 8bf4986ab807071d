package dev.dejima.netstack.netfilter.nftables;

import dev.dejima.kernel.Errno;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The devices that a chain or a flowtable is hooked in at, by name: whether they are there or not.
 */
final class DeviceNames {
  /** {@code NFT_NETDEVICE_MAX}. */
  private static final int MAX = 256;

  private DeviceNames() {}

  /**
   * Checks a list that a message gives ({@code nf_tables_parse_netdev_hooks}).
   *
   * @throws Refused EEXIST for a device named twice, EFBIG for too many
   */
  static List<String> check(List<String> devices) throws Refused {
    Set<String> seen = new HashSet<>();
    for (String device : devices) {
      if (!seen.add(device)) {
        throw new Refused(Errno.EEXIST);
      }
      if (seen.size() == MAX) {
        throw new Refused(Errno.EFBIG);
      }
    }
    return devices;
  }

  /** Those that are not there yet. */
  static List<String> fresh(List<String> there, List<String> devices) throws Refused {
    List<String> fresh = new ArrayList<>(check(devices));
    fresh.removeAll(there);
    return fresh;
  }

  /** Takes devices out; answers what was there before. */
  static List<String> remove(List<String> there, List<String> devices) throws Refused {
    List<String> before = List.copyOf(there);
    for (String device : devices) {
      if (!there.remove(device)) {
        there.clear();
        there.addAll(before);
        throw new Refused(Errno.ENOENT);
      }
    }
    return before;
  }

  /** Whether a device is meant by a name, which may end in {@code *}. */
  static boolean match(List<String> names, String device) {
    for (String name : names) {
      boolean prefix = name.endsWith("*");
      if (prefix ? device.startsWith(name.substring(0, name.length() - 1)) : device.equals(name)) {
        return true;
      }
    }
    return false;
  }
}
