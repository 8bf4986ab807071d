package dev.dejima.tools.nft;

import dev.dejima.kernel.NetlinkException;
import dev.dejima.kernel.NfTables;
import dev.dejima.nft.expr.Family;
import dev.dejima.nft.expr.GetHooks;
import dev.dejima.nft.expr.HookFunction;
import dev.dejima.nft.expr.HookFunction.HookedChain;
import dev.dejima.nft.expr.HookNumber;
import dev.dejima.nft.expr.NftMessage;
import dev.dejima.nft.syntax.Name;
import dev.dejima.nft.syntax.Subject.Reference;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * {@code nft list hooks}: the functions that see packets, by family, hook and priority. As nft, it
 * says nothing of hooks that the kernel cannot tell of.
 */
final class HookListing {
  private static final List<Family> FAMILIES =
      List.of(Family.IP, Family.IP6, Family.BRIDGE, Family.ARP);
  private static final List<Family> INET = List.of(Family.IP, Family.IP6);

  private final NfTables nfTables;
  private final Set<String> devices;

  /**
   * A listing.
   *
   * @param devices the names of all devices
   */
  HookListing(NfTables nfTables, Set<String> devices) {
    this.nfTables = nfTables;
    this.devices = devices;
  }

  /** The text of what a command asks for. */
  String print(Reference what) {
    Family family = what.family();
    Name named = what.name();
    String device = named == null ? null : named.text();
    StringBuilder text = new StringBuilder();
    if (family != null && family != Family.INET && family != Family.NETDEV && device != null) {
      text.append("# device keyword (").append(device).append(") unexpected for this family\n");
      device = null;
    }
    if (family != Family.NETDEV) {
      for (Family one :
          family == null ? FAMILIES : family == Family.INET ? INET : List.of(family)) {
        text.append(family(one));
      }
    }
    if (family == null || family == Family.NETDEV || device != null) {
      text.append(ofDevices(device));
    }
    return text.toString();
  }

  private String family(Family family) {
    Map<String, List<HookFunction>> hooks = new LinkedHashMap<>();
    for (HookNumber hook : HookNumber.values()) {
      if (has(family, hook)) {
        put(hooks, hook.word(), functions(new GetHooks(family, hook, null)));
      }
    }
    return text(family, hooks);
  }

  private String ofDevices(@Nullable String only) {
    Map<String, List<HookFunction>> hooks = new LinkedHashMap<>();
    for (HookNumber hook : List.of(HookNumber.INGRESS, HookNumber.EGRESS)) {
      for (String device : only == null ? devices : List.of(only)) {
        put(
            hooks,
            hook.word() + " device " + device,
            functions(new GetHooks(Family.NETDEV, hook, device)));
      }
    }
    return text(Family.NETDEV, hooks);
  }

  private static boolean has(Family family, HookNumber hook) {
    return switch (hook) {
      case INPUT, OUTPUT -> true;
      case PREROUTING, FORWARD, POSTROUTING -> family != Family.ARP;
      case INGRESS, EGRESS -> false;
    };
  }

  private static void put(
      Map<String, List<HookFunction>> hooks, String hook, List<HookFunction> functions) {
    if (!functions.isEmpty()) {
      hooks.put(hook, functions);
    }
  }

  private List<HookFunction> functions(GetHooks question) {
    List<HookFunction> functions = new ArrayList<>();
    try {
      for (NftMessage answer : nfTables.dump(question)) {
        if (answer instanceof HookFunction function) {
          functions.add(function);
        }
      }
    } catch (NetlinkException e) {
      return List.of(); // a kernel without nfnetlink_hook
    }
    functions.sort(Comparator.comparingInt(HookFunction::priority));
    return functions;
  }

  private static String text(Family family, Map<String, List<HookFunction>> hooks) {
    if (hooks.isEmpty()) {
      return "";
    }
    StringBuilder text = new StringBuilder("family ").append(family.word()).append(" {\n");
    hooks.forEach(
        (hook, functions) -> {
          text.append("\thook ").append(hook).append(" {\n");
          functions.forEach(function -> text.append(line(function)).append('\n'));
          text.append("\t}\n");
        });
    return text.append("}\n").toString();
  }

  private static String line(HookFunction function) {
    int priority = function.priority();
    HookedChain chain = function.chain();
    String sign = priority < 0 ? "-" : priority > 0 ? "+" : " ";
    return "\t\t"
        + sign
        + "%010d".formatted(Math.abs((long) priority))
        + (chain == null
            ? " " + function.function()
            : " chain %s %s %s".formatted(chain.family().word(), chain.table(), chain.name()))
        + (function.module() == null ? "" : " [" + function.module() + "]");
  }
}
