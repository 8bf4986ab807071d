package dev.dejima.netstack.netfilter.nftables;

import dev.dejima.kernel.path.DropReason;
import dev.dejima.netstack.Device;
import dev.dejima.netstack.Packet;
import dev.dejima.netstack.path.PacketPath;
import dev.dejima.nft.expr.Connlimit;
import dev.dejima.nft.expr.Ct;
import dev.dejima.nft.expr.CtSet;
import dev.dejima.nft.expr.Dynset;
import dev.dejima.nft.expr.Expr;
import dev.dejima.nft.expr.Family;
import dev.dejima.nft.expr.FlowOffload;
import dev.dejima.nft.expr.GetHooks;
import dev.dejima.nft.expr.HookFunction;
import dev.dejima.nft.expr.HookFunction.HookedChain;
import dev.dejima.nft.expr.HookNumber;
import dev.dejima.nft.expr.Masquerade;
import dev.dejima.nft.expr.Nat;
import dev.dejima.nft.expr.Redirect;
import dev.dejima.nft.expr.Synproxy;
import dev.dejima.nft.expr.Tproxy;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What packets meet at each hook, in order of priority; among equals, what was registered last
 * comes first ({@code nf_hook_entries_grow}).
 *
 * <p>Connection tracking is there for a family while a rule of its tables asks for it, and
 * fragments are put together while it is, or while a rule needs ports to find a socket; translation
 * is there while there is a nat chain. All nat chains of a hook run at translation's own priority,
 * whatever theirs, which only orders them among themselves.
 */
final class Hooks {
  private static final int DEFRAGMENTATION = -400;
  private static final int CONNTRACK = -200;
  private static final int DESTINATION_NAT = -100;
  private static final int SOURCE_NAT = 100;
  private static final int CONFIRMATION = Integer.MAX_VALUE;
  private static final int INET_HOOKS = 5;
  private static final Stage[] NONE = {};

  /** A stage with the names of its function in Linux, and of the module that has it. */
  private record Registered(
      int priority,
      long sequence,
      String function,
      String module,
      @Nullable Chain chain,
      Stage stage) {
    /** One that runs no chain of its own. */
    Registered(int priority, long sequence, String function, String module, Stage stage) {
      this(priority, sequence, function, module, null, stage);
    }

    /** By priority; among equals, what was registered last comes first. */
    static int inOrder(Registered a, Registered b) {
      return a.priority != b.priority
          ? Integer.compare(a.priority, b.priority)
          : Long.compare(b.sequence, a.sequence);
    }
  }

  private final Environment environment;
  private final Stage[][] stages4 = new Stage[INET_HOOKS][];
  private final Stage[][] stages6 = new Stage[INET_HOOKS][];
  private final Stage[][] stagesArp = new Stage[INET_HOOKS][];
  private final Stage[][] stagesBridge = new Stage[INET_HOOKS][];
  private final DeviceHooks ingress = new DeviceHooks(HookNumber.INGRESS);
  private final DeviceHooks egress = new DeviceHooks(HookNumber.EGRESS);

  /** When connection tracking and translation were registered, by version; 0 while they are not. */
  private final long[] conntrackSince = new long[2];

  private final long[] defragmentationSince = new long[2];
  private final long[] natSince = new long[2];
  private final long[] synproxySince = new long[2];

  /** When each of what is hooked in was registered. */
  private final Set<Long> registrations = new HashSet<>();

  private long bridgeConntrackSince;

  /** Evaluations not in use; one is in use for every packet that is being made within another. */
  private final ArrayList<Evaluation> free = new ArrayList<>();

  Hooks(Environment environment) {
    this.environment = environment;
    for (int i = 0; i < INET_HOOKS; i++) {
      stages4[i] = NONE;
      stages6[i] = NONE;
      stagesArp[i] = NONE;
      stagesBridge[i] = NONE;
    }
  }

  Fate run(
      HookNumber hook, Family family, Packet packet, @Nullable Device in, @Nullable Device out) {
    Stage[] stages = stages(hook, family);
    return stages.length == 0
        ? Fate.GOES_ON
        : run(stages, 0, stages.length, hook, family, own(family, packet), packet, in, out);
  }

  /** The family of what a frame carries; elsewhere that of the hook. */
  private static Family own(Family place, Packet packet) {
    return place == Family.BRIDGE ? FrameHeaders.look(packet) : place;
  }

  private Stage[] stages(HookNumber hook, Family family) {
    return switch (family) {
      case IP -> stages4[hook.ordinal()];
      case IP6 -> stages6[hook.ordinal()];
      case BRIDGE -> stagesBridge[hook.ordinal()];
      case ARP, INET, NETDEV, UNSPEC -> stagesArp[hook.ordinal()];
    };
  }

  /** Shows a frame to what is hooked in at a device. */
  boolean frame(HookNumber hook, Packet packet, Device device) {
    boolean in = hook == HookNumber.INGRESS;
    Stage[] stages = (in ? ingress : egress).at(device);
    return stages.length == 0
        || run(
                stages,
                0,
                stages.length,
                hook,
                Family.NETDEV,
                FrameHeaders.look(packet),
                packet,
                in ? device : null,
                in ? null : device)
            == Fate.GOES_ON;
  }

  /**
   * Shows a packet some of the stages, as many as are left there ({@code nf_hook_slow}). One that
   * is dropped is released.
   */
  Fate run(Held held, int from, int to) {
    Stage[] stages = stages(held.hook(), held.family());
    return run(
        stages,
        from,
        Math.min(to, stages.length),
        held.hook(),
        held.family(),
        own(held.family(), held.packet()),
        held.packet(),
        held.in(),
        held.out());
  }

  /** How many stages a hook has. */
  int count(HookNumber hook, Family family) {
    return stages(hook, family).length;
  }

  Environment environment() {
    return environment;
  }

  private Fate run(
      Stage[] stages,
      int from,
      int to,
      HookNumber hook,
      Family place,
      Family family,
      Packet packet,
      @Nullable Device in,
      @Nullable Device out) {
    Evaluation evaluation = free.isEmpty() ? new Evaluation(environment) : free.removeLast();
    evaluation.begin(hook, place, family, packet, in, out);
    PacketPath path = packet.path;
    if (path != null) {
      Telling.hook(path, evaluation);
    }
    Fate fate = Fate.GOES_ON;
    for (int i = from; i < to && fate == Fate.GOES_ON && !packet.brouted; i++) {
      fate = stages[i].run(evaluation);
      if (fate == Fate.QUEUED) {
        if (path != null) {
          Telling.queued(path, evaluation.queue);
        }
        fate = new Held(this, evaluation, i).wait(evaluation.queue, evaluation.bypass);
      }
    }
    free.add(evaluation);
    if (fate == Fate.DROPPED) {
      packet.drop(DropReason.NETFILTER_DROP);
    }
    return fate;
  }

  /** Takes in a changed ruleset. */
  void rebuild(Ruleset ruleset) {
    account(ruleset);
    Set<Long> before = Set.copyOf(registrations);
    rebuild(ruleset, Family.IP, 0, stages4);
    rebuild(ruleset, Family.IP6, 1, stages6);
    rebuildArp(ruleset);
    rebuildBridge(ruleset);
    ingress.rebuild(ruleset);
    egress.rebuild(ruleset);
    register(ruleset);
    if (!registrations.containsAll(before)) {
      environment.queues().dropAll();
    }
  }

  /** Notes what is hooked in; what waits at a hook is dropped when anything leaves one. */
  private void register(Ruleset ruleset) {
    registrations.clear();
    for (Table table : ruleset.tables) {
      if (table.isAwake()) {
        for (Chain chain : table.chains) {
          if (chain.isBase() && !"nat".equals(chain.type)) {
            registrations.add(chain.registered);
          }
        }
      }
    }
    for (int version = 0; version < 2; version++) {
      registrations.add(conntrackSince[version]);
      registrations.add(defragmentationSince[version]);
      registrations.add(natSince[version]);
      registrations.add(synproxySince[version]);
    }
    registrations.add(bridgeConntrackSince);
  }

  private void rebuildArp(Ruleset ruleset) {
    List<Chain> bases = bases(ruleset, Family.ARP);
    for (int i = 0; i < INET_HOOKS; i++) {
      stagesArp[i] = stages(filters(bases, HookNumber.values()[i], "arp"));
    }
  }

  private void rebuildBridge(Ruleset ruleset) {
    bridgeConntrackSince =
        since(ruleset, bridgeConntrackSince, needs(ruleset, Family.BRIDGE, Hooks::needsConntrack));
    List<Chain> bases = bases(ruleset, Family.BRIDGE);
    for (int i = 0; i < INET_HOOKS; i++) {
      stagesBridge[i] = stages(bridge(bases, HookNumber.values()[i]));
    }
  }

  private List<Registered> bridge(List<Chain> bases, HookNumber hook) {
    List<Registered> all = filters(bases, hook, "bridge");
    if (bridgeConntrackSince != 0) {
      switch (hook) {
        case PREROUTING -> all.add(bridgeConntrack(CONNTRACK, "pre", BridgeStages::track));
        case INPUT -> all.add(bridgeConntrack(CONFIRMATION, "in", BridgeStages::input));
        case POSTROUTING -> all.add(bridgeConntrack(CONFIRMATION, "post", BridgeStages::confirm));
        case FORWARD, OUTPUT, INGRESS, EGRESS -> {}
      }
    }
    return all;
  }

  private Registered bridgeConntrack(int priority, String name, Stage stage) {
    return new Registered(
        priority, bridgeConntrackSince, "nf_ct_bridge_" + name, "nf_conntrack_bridge", stage);
  }

  private static Stage[] stages(List<Registered> all) {
    return all.stream().sorted(Registered::inOrder).map(Registered::stage).toArray(Stage[]::new);
  }

  /** The base chains of the type filter at a hook. */
  private static List<Registered> filters(List<Chain> bases, HookNumber hook, String function) {
    List<Registered> all = new ArrayList<>();
    for (Chain chain : bases) {
      if (chain.hook != null && chain.hook.hook() == hook) {
        all.add(
            new Registered(
                chain.hook.priority(),
                chain.registered,
                "nft_do_chain_" + function,
                "nf_tables",
                chain,
                ChainStage.of(chain, hook)));
      }
    }
    return all;
  }

  private void rebuild(Ruleset ruleset, Family family, int version, Stage[][] stages) {
    List<Chain> bases = bases(ruleset, family);
    boolean nat = bases.stream().anyMatch(chain -> "nat".equals(chain.type));
    conntrackSince[version] =
        since(ruleset, conntrackSince[version], needs(ruleset, family, Hooks::needsConntrack));
    defragmentationSince[version] =
        since(
            ruleset,
            defragmentationSince[version],
            conntrackSince[version] != 0 || needs(ruleset, family, Tproxy.class::isInstance));
    natSince[version] = since(ruleset, natSince[version], nat);
    synproxySince[version] =
        since(ruleset, synproxySince[version], needs(ruleset, family, Hooks::isSynproxy));
    for (int i = 0; i < INET_HOOKS; i++) {
      stages[i] =
          registered(bases, HookNumber.values()[i], version).stream()
              .map(Registered::stage)
              .toArray(Stage[]::new);
    }
  }

  private List<Registered> registered(List<Chain> bases, HookNumber hook, int version) {
    List<Registered> all = new ArrayList<>();
    List<Chain> natChains = new ArrayList<>();
    String ip = version == 0 ? "ipv4" : "ipv6";
    for (Chain chain : bases) {
      if (chain.hook != null && chain.hook.hook() == hook) {
        if ("nat".equals(chain.type)) {
          natChains.add(chain);
        } else {
          String function = chain.table.family == Family.INET ? "inet" : ip;
          all.add(
              new Registered(
                  chain.hook.priority(),
                  chain.registered,
                  "nft_do_chain_" + function,
                  "nf_tables",
                  chain,
                  ChainStage.of(chain, hook)));
        }
      }
    }
    addDefragmentation(all, hook, defragmentationSince[version], ip);
    addConntrack(all, hook, conntrackSince[version], ip);
    addNat(all, hook, natSince[version], ip, natChains);
    addSynproxy(all, hook, synproxySince[version], ip);
    all.sort(Registered::inOrder);
    return all;
  }

  /** What packets of a family meet at a hook, in order; nat chains are met within one function. */
  List<HookFunction> functions(Ruleset ruleset, GetHooks get) {
    List<HookFunction> functions = new ArrayList<>();
    for (Registered one : registered(ruleset, get)) {
      Chain chain = one.chain;
      functions.add(
          new HookFunction(
              get.family(),
              get.hook(),
              one.priority,
              one.function,
              one.module,
              chain == null
                  ? null
                  : new HookedChain(chain.table.family, chain.table.name, chain.name)));
    }
    return functions;
  }

  private List<Registered> registered(Ruleset ruleset, GetHooks get) {
    return switch (get.family()) {
      case IP -> registered(bases(ruleset, Family.IP), get.hook(), 0);
      case IP6 -> registered(bases(ruleset, Family.IP6), get.hook(), 1);
      case BRIDGE ->
          bridge(bases(ruleset, Family.BRIDGE), get.hook()).stream()
              .sorted(Registered::inOrder)
              .toList();
      case ARP, INET, NETDEV, UNSPEC -> List.of();
    };
  }

  private static long since(Ruleset ruleset, long before, boolean needed) {
    if (!needed) {
      return 0;
    }
    return before != 0 ? before : ruleset.nextRegistration();
  }

  private static List<Chain> bases(Ruleset ruleset, Family family) {
    List<Chain> bases = new ArrayList<>();
    for (Table table : ruleset.tables) {
      boolean sees =
          table.family == family
              || (table.family == Family.INET && (family == Family.IP || family == Family.IP6));
      if (sees && table.isAwake()) {

        for (Chain chain : table.chains) {
          if (chain.isBase()) {
            bases.add(chain);
          }
        }
      }
    }
    return bases;
  }

  /** Whether a table of a family has an object, or a rule an expression, of a kind. */
  private static boolean needs(Ruleset ruleset, Family family, Predicate<Object> kind) {
    for (Table table : ruleset.tables) {
      // Flows in bridges are those of IP.
      boolean concerns =
          table.family == family
              || family != Family.BRIDGE
                  && (table.family == Family.INET || table.family == Family.BRIDGE);
      if (concerns && has(table, kind)) {
        return true;
      }
    }
    return false;
  }

  private static boolean has(Table table, Predicate<Object> kind) {
    for (NamedObject object : table.objects) {
      if (object.step != null && kind.test(object.step)) {
        return true;
      }
    }
    for (ElementSet set : table.sets) {
      if (Stream.of(set.templates).anyMatch(kind)) {
        return true;
      }
    }
    for (Chain chain : table.chains) {
      for (Rule rule : chain.rules) {
        if (has(rule.exprs, kind)) {
          return true;
        }
      }
    }
    return false;
  }

  private static boolean has(List<Expr> exprs, Predicate<Object> kind) {
    for (Expr expr : exprs) {
      if (kind.test(expr) || expr instanceof Dynset dynset && has(dynset.exprs(), kind)) {
        return true;
      }
    }
    return false;
  }

  /** Packets are counted from now on if a rule asks how many there were. */
  private void account(Ruleset ruleset) {
    for (Table table : ruleset.tables) {
      for (Chain chain : table.chains) {
        for (Rule rule : chain.rules) {
          for (Expr expr : rule.exprs) {
            if (counts(expr)) {
              environment.conntrack().account();
              return;
            }
          }
        }
      }
    }
  }

  private static boolean counts(Expr expr) {
    return expr instanceof Ct ct
        && switch (ct.key()) {
          case PKTS, BYTES, AVGPKT -> true;
          default -> false;
        };
  }

  private static boolean isSynproxy(Object part) {
    return part instanceof Synproxy || part instanceof SynproxyStep;
  }

  private static boolean needsConntrack(Object part) {
    return part instanceof FlowObjectStep
        || part instanceof FlowOffload
        || isSynproxy(part)
        || part instanceof Connlimit
        || part instanceof ConnlimitStep
        || part instanceof Ct
        || part instanceof CtSet
        || part instanceof Nat
        || part instanceof Masquerade
        || part instanceof Redirect;
  }

  private static void addDefragmentation(
      List<Registered> all, HookNumber hook, long since, String ip) {
    if (since != 0 && (hook == HookNumber.PREROUTING || hook == HookNumber.OUTPUT)) {
      all.add(
          new Registered(
              DEFRAGMENTATION,
              since,
              ip.equals("ipv4") ? "ipv4_conntrack_defrag" : "ipv6_defrag",
              "nf_defrag_" + ip,
              BuiltInStages::defragment));
    }
  }

  private static void addConntrack(List<Registered> all, HookNumber hook, long since, String ip) {
    if (since == 0) {
      return;
    }
    switch (hook) {
      case PREROUTING, OUTPUT -> {
        String function = hook == HookNumber.OUTPUT ? "_conntrack_local" : "_conntrack_in";
        all.add(
            new Registered(CONNTRACK, since, ip + function, "nf_conntrack", BuiltInStages::track));
      }
      case POSTROUTING, INPUT ->
          all.add(
              new Registered(
                  CONFIRMATION, since, "nf_confirm", "nf_conntrack", BuiltInStages::confirm));
      case FORWARD, INGRESS, EGRESS -> {}
    }
  }

  private static void addSynproxy(List<Registered> all, HookNumber hook, long since, String ip) {
    if (since != 0 && (hook == HookNumber.INPUT || hook == HookNumber.POSTROUTING)) {
      all.add(
          new Registered(
              CONFIRMATION - 1,
              since,
              ip + "_synproxy_hook",
              "nf_synproxy_core",
              BuiltInStages::synproxy));
    }
  }

  private static void addNat(
      List<Registered> all, HookNumber hook, long since, String ip, List<Chain> chains) {
    if (since == 0 || hook == HookNumber.FORWARD) {
      return;
    }
    chains.sort(Chain::inOrder);
    boolean source = hook == HookNumber.POSTROUTING || hook == HookNumber.INPUT;
    all.add(
        new Registered(
            source ? SOURCE_NAT : DESTINATION_NAT,
            since,
            "nf_nat_" + ip + "_" + nat(hook, ip),
            "nf_nat",
            new NatStage(chains.toArray(Chain[]::new), hook, source)));
  }

  /** How {@code nf_nat_proto.c} calls its function for a hook. */
  private static String nat(HookNumber hook, String ip) {
    return switch (hook) {
      case PREROUTING -> ip.equals("ipv4") ? "pre_routing" : "in";
      case INPUT -> "local_in";
      case OUTPUT -> "local_fn";
      case POSTROUTING -> "out";
      case FORWARD, INGRESS, EGRESS -> throw new IllegalArgumentException(hook.word());
    };
  }
}
