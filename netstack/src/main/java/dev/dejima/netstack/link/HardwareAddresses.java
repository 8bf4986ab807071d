package dev.dejima.netstack.link;

import dev.dejima.packet.MacAddress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Addresses that a device listens to beside its own, in the order in which they came ({@code struct
 * netdev_hw_addr_list}).
 */
public final class HardwareAddresses {
  /** How many want each of them. */
  private final Map<MacAddress, Integer> users = new LinkedHashMap<>();

  /** Somebody wants an address. */
  public void add(MacAddress address) {
    users.merge(address, 1, Integer::sum);
  }

  /** Somebody wants an address no longer; false if nobody did. */
  public boolean remove(MacAddress address) {
    Integer count = users.get(address);
    if (count == null) {
      return false;
    }
    if (count > 1) {
      users.put(address, count - 1);
    } else {
      users.remove(address);
    }
    return true;
  }

  public boolean contains(MacAddress address) {
    return users.containsKey(address);
  }

  public List<MacAddress> all() {
    return List.copyOf(users.keySet());
  }
}
