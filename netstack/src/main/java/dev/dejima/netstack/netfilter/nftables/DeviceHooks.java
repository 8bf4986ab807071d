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
  private List<Entry> entries = List.of();

  private record Entry(int priority, long sequence, List<String> devices, Stage stage) {
    static int inOrder(Entry a, Entry b) {
      return a.priority != b.priority
          ? Integer.compare(a.priority, b.priority)
          : Long.compare(b.sequence, a.sequence);
    }
  }

  /** By the device's name, what frames meet there; made when the first comes. */
  private final Map<String, Stage[]> byDevice = new HashMap<>();

  DeviceHooks(HookNumber hook) {
    this.hook = hook;
  }

  /** Takes in a changed ruleset. */
  void rebuild(Ruleset ruleset) {
    byDevice.clear();
    List<Entry> found = new ArrayList<>();
    for (Table table : ruleset.tables) {
      boolean sees = table.family == Family.NETDEV || table.family == Family.INET;
      if (sees && table.isAwake()) {
        for (Chain chain : table.chains) {
          if (chain.hook != null && chain.hook.hook() == hook) {
            found.add(
                new Entry(chain.hook.priority(), chain.registered, chain.devices, stage(chain)));
          }
        }
      }
      if (hook == HookNumber.INGRESS && table.isAwake()) {
        for (Flowtable flowtable : table.flowtables) {
          Stage stage = new FlowtableStage(flowtable);
          found.add(new Entry(flowtable.hook.priority(), 0, flowtable.devices, stage));
        }
      }
    }
    found.sort(Entry::inOrder);
    entries = List.copyOf(found);
  }

  /** What frames meet at a device, in this order. */
  Stage[] at(Device device) {
    return entries.isEmpty() ? NONE : byDevice.computeIfAbsent(device.name(), this::of);
  }

  private Stage[] of(String device) {
    return entries.stream()
        .filter(entry -> DeviceNames.match(entry.devices, device))
        .map(Entry::stage)
        .toArray(Stage[]::new);
  }

  private Stage stage(Chain chain) {
    Stage stage = ChainStage.of(chain, hook);
    return chain.table.family == Family.INET ? e -> inet(e, stage) : stage;
  }

  /** Chains of the family inet see IP alone, and drop what is malformed. */
  private static Fate inet(Evaluation e, Stage stage) {
    if (!e.packet.isIp()) {
      return Fate.GOES_ON;
    }
    if (!FrameHeaders.isSound(e.packet)) {
      return Fate.DROPPED;
    }
    Family before = e.place;
    e.place = e.family;
    Fate fate = stage.run(e);
    e.place = before;
    return fate;
  }
}
