package dev.dejima.netstack.netfilter.nftables;

import dev.dejima.netstack.Device;
import dev.dejima.nft.expr.Family;
import dev.dejima.nft.expr.HookNumber;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The base chains of the families netdev and inet that frames meet at one hook of devices. */
final class DeviceHooks {
  private static final Stage[] NONE = {};

  private final HookNumber hook;
  private List<Chain> chains = List.of();

  /** By the device's name, what frames meet there; made when the first comes. */
  private final Map<String, Stage[]> byDevice = new HashMap<>();

  DeviceHooks(HookNumber hook) {
    this.hook = hook;
  }

  /** Takes in a changed ruleset. */
  void rebuild(Ruleset ruleset) {
    byDevice.clear();
    List<Chain> found = new ArrayList<>();
    for (Table table : ruleset.tables) {
      boolean sees = table.family == Family.NETDEV || table.family == Family.INET;
      if (sees && table.isAwake()) {
        for (Chain chain : table.chains) {
          if (chain.hook != null && chain.hook.hook() == hook) {
            found.add(chain);
          }
        }
      }
    }
    found.sort(Chain::inOrder);
    chains = List.copyOf(found);
  }

  /** What frames meet at a device, in this order. */
  Stage[] at(Device device) {
    return chains.isEmpty() ? NONE : byDevice.computeIfAbsent(device.name(), this::of);
  }

  private Stage[] of(String device) {
    return chains.stream()
        .filter(chain -> DeviceNames.match(chain.devices, device))
        .map(chain -> ChainStage.of(chain, hook))
        .toArray(Stage[]::new);
  }
}
