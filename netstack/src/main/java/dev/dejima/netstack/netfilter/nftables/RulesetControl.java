package dev.dejima.netstack.netfilter.nftables;

import dev.dejima.kernel.Errno;
import dev.dejima.kernel.NetlinkException;
import dev.dejima.kernel.NfTables;
import dev.dejima.netstack.Device;
import dev.dejima.netstack.Packet;
import dev.dejima.netstack.netfilter.EventQueue;
import dev.dejima.netstack.netfilter.NetfilterHost;
import dev.dejima.netstack.netfilter.conntrack.Conntrack;
import dev.dejima.netstack.netfilter.helper.FlowObjects;
import dev.dejima.netstack.netfilter.nat.Nat;
import dev.dejima.netstack.netfilter.nfnetlink.Fingerprints;
import dev.dejima.netstack.netfilter.nfnetlink.LogGroups;
import dev.dejima.netstack.netfilter.nfnetlink.PacketQueues;
import dev.dejima.netstack.netfilter.synproxy.SynProxy;
import dev.dejima.nft.expr.Family;
import dev.dejima.nft.expr.GetChains;
import dev.dejima.nft.expr.GetFlowtables;
import dev.dejima.nft.expr.GetGeneration;
import dev.dejima.nft.expr.GetHooks;
import dev.dejima.nft.expr.GetObjects;
import dev.dejima.nft.expr.GetRules;
import dev.dejima.nft.expr.GetSetElements;
import dev.dejima.nft.expr.GetSets;
import dev.dejima.nft.expr.GetTables;
import dev.dejima.nft.expr.HookNumber;
import dev.dejima.nft.expr.NewGeneration;
import dev.dejima.nft.expr.NewObject;
import dev.dejima.nft.expr.NewSetElements;
import dev.dejima.nft.expr.NftMessage;
import dev.dejima.nft.expr.ObjectType;
import dev.dejima.nft.expr.SetElement;
import dev.dejima.nft.expr.TraceEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** The door to a namespace's ruleset: messages from above, packets from below. */
public final class RulesetControl implements NfTables {
  private record Listener(Set<Group> groups, EventQueue<NftMessage> queue) {}

  private final NetfilterHost host;
  private final FlowObjects flowObjects;
  private final Ruleset ruleset = new Ruleset();
  private final Hooks hooks;
  private final Sweeper sweeper;
  private final FlowtableSweep flowtableSweep;
  private final List<Listener> listeners = new ArrayList<>();
  private boolean traced;

  /** An empty ruleset. */
  public RulesetControl(
      NetfilterHost host,
      Conntrack conntrack,
      Nat nat,
      FlowObjects flowObjects,
      PacketQueues queues,
      LogGroups logGroups,
      Fingerprints fingerprints) {
    this.host = host;
    this.flowObjects = flowObjects;
    this.sweeper = new Sweeper(host.loop(), conntrack);
    this.flowtableSweep = new FlowtableSweep(host.loop(), conntrack.bypass());
    this.hooks =
        new Hooks(
            new Surroundings(
                conntrack, nat, queues, logGroups, fingerprints, host.random("nf_tables")));
  }

  private final class Surroundings implements Environment {
    private final Conntrack conntrack;
    private final Nat nat;
    private final PacketQueues queues;
    private final LogGroups logGroups;
    private final RandomGenerator random;
    private final Fingerprints fingerprints;
    private final SynProxy synProxy = new SynProxy(host);
    private final int hashSecret = host.random("nf_tables hash").nextInt();

    Surroundings(
        Conntrack conntrack,
        Nat nat,
        PacketQueues queues,
        LogGroups logGroups,
        Fingerprints fingerprints,
        RandomGenerator random) {
      this.conntrack = conntrack;
      this.nat = nat;
      this.queues = queues;
      this.logGroups = logGroups;
      this.fingerprints = fingerprints;
      this.random = random;
    }

    @Override
    public NetfilterHost host() {
      return host;
    }

    @Override
    public Conntrack conntrack() {
      return conntrack;
    }

    @Override
    public Nat nat() {
      return nat;
    }

    @Override
    public PacketQueues queues() {
      return queues;
    }

    @Override
    public LogGroups logGroups() {
      return logGroups;
    }

    @Override
    public SynProxy synProxy() {
      return synProxy;
    }

    @Override
    public void watch(Flowtable flowtable) {
      flowtableSweep.watch(flowtable);
    }

    @Override
    public Fingerprints fingerprints() {
      return fingerprints;
    }

    @Override
    public long now() {
      return host.loop().nanoTime();
    }

    @Override
    public RandomGenerator random() {
      return random;
    }

    @Override
    public int hashSecret() {
      return hashSecret;
    }

    @Override
    public boolean traces() {
      return traced;
    }

    @Override
    public void tell(NewObject object) {
      RulesetControl.this.tell(Group.NFTABLES, object);
    }

    @Override
    public void tell(TraceEvent event) {
      RulesetControl.this.tell(Group.NFTRACE, event);
    }
  }

  /** Shows a packet to all of a hook. */
  public Fate hook(
      HookNumber hook, Family family, Packet packet, @Nullable Device in, @Nullable Device out) {
    return hooks.run(hook, family, packet, in, out);
  }

  /** A device went down. */
  public void deviceDown(Device device) {
    flowtableSweep.deviceDown(device);
  }

  /** Shows a frame to all of a device's hook; answers whether it goes on. */
  public boolean frame(HookNumber hook, Packet packet, Device device) {
    return hooks.frame(hook, packet, device);
  }

  @Override
  public void commit(List<NftMessage> batch) throws NetlinkException {
    Transaction transaction = Batch.apply(ruleset, batch, flowObjects, this::now);
    if (transaction.isEmpty()) {
      return;
    }
    List<NftMessage> events = transaction.commit(!listeners.isEmpty());
    transaction.changedChains.forEach(RulesetControl::publish);
    transaction.changedSets.forEach(set -> set.elements.publish());
    hooks.rebuild(ruleset);
    flowtableSweep.retain(ruleset);
    sweeper.lookAt(transaction.changedSets);
    ruleset.generation++;
    events.forEach(event -> tell(Group.NFTABLES, event));
    tell(Group.NFTABLES, generation());
  }

  private long now() {
    return host.loop().nanoTime();
  }

  private static void publish(Chain chain) {
    for (Rule rule : chain.rules) {
      rule.compile();
    }
    chain.program = chain.rules.toArray(Rule[]::new);
  }

  @Override
  public void check(List<NftMessage> batch) throws NetlinkException {
    Batch.check(ruleset, batch, flowObjects, this::now);
  }

  @Override
  public void request(NftMessage message) throws NetlinkException {
    commit(List.of(message));
  }

  @Override
  public List<NftMessage> dump(NftMessage message) throws NetlinkException {
    return switch (message) {
      case GetTables get -> tables(get.family());
      case GetChains get -> chains(get.family());
      case GetRules get -> rules(get);
      case GetSets get -> sets(get);
      case GetSetElements get -> elements(get);
      case GetObjects get -> objects(get);
      case GetFlowtables get -> flowtables(get);
      case GetGeneration _ -> List.of(generation());
      case GetHooks get -> List.copyOf(hooks.functions(ruleset, get));
      default -> throw new NetlinkException(Errno.EINVAL);
    };
  }

  private NewGeneration generation() {
    return new NewGeneration(ruleset.generation, 0, "");
  }

  private List<Table> of(Family family, @Nullable String name) {
    return ruleset.tables.stream()
        .filter(table -> family == Family.UNSPEC || table.family == family)
        .filter(table -> name == null || table.name.equals(name))
        .toList();
  }

  private List<NftMessage> tables(Family family) {
    List<NftMessage> answer = new ArrayList<>();
    of(family, null).forEach(table -> answer.add(RulesetDump.table(table)));
    return answer;
  }

  private List<NftMessage> chains(Family family) {
    List<NftMessage> answer = new ArrayList<>();
    for (Table table : of(family, null)) {
      table.chains.forEach(chain -> answer.add(RulesetDump.chain(chain)));
    }
    return answer;
  }

  private List<NftMessage> rules(GetRules get) {
    List<NftMessage> answer = new ArrayList<>();
    for (Table table : of(get.family(), get.table())) {
      for (Chain chain : table.chains) {
        if (get.chain() == null || get.chain().equals(chain.name)) {
          Rule before = null;
          for (Rule rule : chain.rules) {
            if (get.handle() == 0 || get.handle() == rule.handle) {
              answer.add(RulesetDump.rule(rule, before, Set.of(), now()));
              if (get.reset()) {
                rule.reset();
              }
            }
            before = rule;
          }
        }
      }
    }
    return answer;
  }

  private List<NftMessage> sets(GetSets get) {
    List<NftMessage> answer = new ArrayList<>();
    for (Table table : of(get.family(), get.table())) {
      table.sets.forEach(set -> answer.add(set.message()));
    }
    return answer;
  }

  private List<NftMessage> objects(GetObjects get) throws NetlinkException {
    List<NftMessage> answer = new ArrayList<>();
    for (Table table : of(get.family(), get.table())) {
      for (NamedObject object : table.objects) {
        if ((get.type() == ObjectType.UNSPEC || get.type() == object.type())
            && (get.name() == null || get.name().equals(object.key.name()))) {
          answer.add(object.message(now()));
          if (get.reset()) {
            object.reset();
          }
        }
      }
    }
    if (get.name() != null && answer.isEmpty()) {
      throw new NetlinkException(Errno.ENOENT);
    }
    return answer;
  }

  private List<NftMessage> flowtables(GetFlowtables get) {
    List<NftMessage> answer = new ArrayList<>();
    for (Table table : of(get.family(), get.table())) {
      table.flowtables.forEach(flowtable -> answer.add(flowtable.message(flowtable.devices)));
    }
    return answer;
  }

  private List<NftMessage> elements(GetSetElements get) throws NetlinkException {
    Table table = ruleset.table(get.family(), get.table());
    ElementSet set = table == null ? null : table.sets.get(get.set());
    if (set == null) {
      throw new NetlinkException(Errno.ENOENT);
    }
    List<Element> found = get.elements().isEmpty() ? set.all() : lookedUp(set, get.elements());
    NewSetElements answer = RulesetDump.elements(set, found, now());
    if (get.reset()) {
      found.forEach(Element::reset);
    }
    return List.of(answer);
  }

  private List<Element> lookedUp(ElementSet set, List<SetElement> asked) throws NetlinkException {
    List<Element> found = new ArrayList<>();
    for (SetElement element : asked) {
      Element there = set.get(element, now());
      if (there == null) {
        throw new NetlinkException(Errno.ENOENT);
      }
      found.add(there);
    }
    return found;
  }

  @Override
  public Subscription<NftMessage> subscribe(Set<Group> groups) throws NetlinkException {
    for (Group group : groups) {
      if (group != Group.NFTABLES && group != Group.NFTRACE) {
        throw new NetlinkException(Errno.EINVAL);
      }
    }
    EventQueue<NftMessage> queue = new EventQueue<>(host.loop(), "nf_tables events", this::forget);
    listeners.add(new Listener(Set.copyOf(groups), queue));
    lookForTracers();
    return queue;
  }

  private void forget(EventQueue<NftMessage> queue) {
    listeners.removeIf(listener -> listener.queue == queue);
    lookForTracers();
  }

  private void lookForTracers() {
    traced = listeners.stream().anyMatch(listener -> listener.groups.contains(Group.NFTRACE));
  }

  private void tell(Group group, NftMessage event) {
    for (Listener listener : listeners) {
      if (listener.groups.contains(group)) {
        listener.queue.add(event);
      }
    }
  }
}
