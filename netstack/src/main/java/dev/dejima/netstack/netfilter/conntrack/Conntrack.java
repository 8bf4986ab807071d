package dev.dejima.netstack.netfilter.conntrack;

import dev.dejima.kernel.Errno;
import dev.dejima.kernel.conntrack.ConntrackCount;
import dev.dejima.kernel.conntrack.ConntrackStatistics;
import dev.dejima.kernel.conntrack.ConntrackStatistics.Count;
import dev.dejima.kernel.conntrack.NewConntrack;
import dev.dejima.netstack.Packet;
import dev.dejima.netstack.netfilter.NetfilterHost;
import dev.dejima.netstack.sched.EventLoop;
import dev.dejima.netstack.sched.Timer;
import dev.dejima.nft.expr.HookNumber;
import dev.dejima.packet.IpProtocol;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The connection table of a namespace ({@code nf_conntrack_core.c}).
 *
 * <p>{@link #track} gives a packet its flow and place in it; a packet that fits no flow stays
 * without one, which is what rules call invalid. {@link #confirm} enters a new flow once its first
 * packet has come through. Flows die when their time is over: at once for whoever looks them up,
 * and for good when the sweep comes by.
 */
public final class Conntrack {
  private static final long SECOND = 1_000_000_000L;
  private static final long SWEEP_INTERVAL = SECOND;
  private static final int ALL_PROTOCOLS = 255;

  private final EventLoop loop;
  private final NetfilterHost host;
  private final RandomGenerator random;
  private final FlowTable table = new FlowTable();
  private final Timeouts timeouts = new Timeouts();
  private final PacketChecksum checksum = new PacketChecksum();
  private final TcpTracker tcp = new TcpTracker(timeouts, checksum);
  private final UdpTracker udp = new UdpTracker(timeouts, checksum);
  private final SctpTracker sctp = new SctpTracker(timeouts, checksum);
  private final GreTracker gre = new GreTracker(timeouts);
  private final IcmpTracker icmp = new IcmpTracker(timeouts);
  private final GenericTracker generic = new GenericTracker(timeouts);
  private final TupleReader reader = new TupleReader(gre);
  private final IcmpErrors errors = new IcmpErrors(this, checksum, reader);
  private final ConntrackSettings settings = new ConntrackSettings();
  private final Statistics statistics = new Statistics();
  private final FlowEvents events;
  private final Expectations expectations;
  private final Tuple scratch = new Tuple();
  private final Tuple inverse = new Tuple();
  private final Timer sweep;
  private final Bypass bypass;
  private long born;

  /** An empty table; its variables appear under {@code net/netfilter}. */
  public Conntrack(NetfilterHost host, FlowEvents events) {
    this.host = host;
    this.loop = host.loop();
    this.events = events;
    this.random = host.random("conntrack");
    this.sweep = loop.backgroundTimer(this::sweep);
    this.bypass = new Bypass(timeouts, loop::nanoTime);
    this.expectations = new Expectations(loop::nanoTime, random, events);
    host.sysctls(() -> settings.publish(host, table::size, timeouts, tcp, checksum, expectations));
  }

  /** The clock's time. */
  public long now() {
    return loop.nanoTime();
  }

  /** What is expected. */
  public Expectations expectations() {
    return expectations;
  }

  /** Flows that flowtables forward. */
  public Bypass bypass() {
    return bypass;
  }

  /** The calls of PPTP. */
  public GreTracker calls() {
    return gre;
  }

  // ---- packets

  /** A packet's direction: 0 original, 1 reply. */
  public static int direction(Packet packet) {
    return packet.ctInfo >= Packet.CT_REPLY ? 1 : 0;
  }

  /**
   * Finds or opens a packet's flow.
   *
   * @return false if the packet must be dropped: the table is full
   */
  public boolean track(HookNumber hook, int version, Packet packet) {
    if (packet.flow != null || packet.ctInfo == Packet.CT_UNTRACKED) {
      return true;
    }
    packet.ctInfo = Packet.CT_ESTABLISHED;
    // What says that nothing follows has no protocol to be tracked (ipv6_skip_exthdr).
    boolean empty = version == 6 && packet.protocol == IpProtocol.IPV6_NO_NEXT_HEADER;
    if (packet.laterFragment || empty) {
      return invalid(packet);
    }
    if (Icmp.isIcmp(packet.protocol)) {
      switch (errors.look(hook, version, packet)) {
        case SETTLED -> {
          return true;
        }
        case INVALID -> {
          return invalid(packet);
        }
        case QUERY -> {}
      }
    }
    if (!read(version, packet, scratch)) {
      return invalid(packet);
    }
    return resolve(hook, version, packet);
  }

  /** A rule has reset a packet's connection, which so ends. */
  public void close(Packet packet) {
    Flow flow = packet.flow;
    if (flow != null && flow.tcp != null && flow.isConfirmed()) {
      tcp.close(flow, flow.tcp, now());
    }
  }

  private boolean invalid(Packet packet) {
    statistics.count(Count.INVALID);
    int log = settings.logInvalid;
    if (log != 0 && (log == ALL_PROTOCOLS || log == packet.protocol)) {
      host.log("nf_ct_proto_" + packet.protocol + ": invalid packet ignored");
    }
    return true;
  }

  private boolean resolve(HookNumber hook, int version, Packet packet) {
    while (true) {
      int slot = lookup(scratch, packet.zoneOriginal, packet.zoneReply);
      Flow flow;
      int direction = 0;
      if (slot < 0) {
        if (!inverse.setInverse(scratch)) {
          return invalid(packet);
        }
        if (isFull()) {
          statistics.count(Count.DROP);
          host.warn("nf_conntrack: nf_conntrack: table full, dropping packet");
          return false;
        }
        flow = open(packet);
      } else {
        flow = table.at(slot);
        direction = table.direction(slot);
      }
      // What the packet is to the flow depends on what was known before it.
      int ctInfo = relation(flow, direction);
      Tracker tracker = tracker(packet.protocol);
      switch (tracker.track(flow, direction, hook, version, packet, now())) {
        case INVALID -> {
          return invalid(packet);
        }
        case REPEAT -> kill(flow);
        case ACCEPT -> {
          assign(packet, flow, ctInfo);
          return true;
        }
      }
    }
  }

  private Tracker tracker(int protocol) {
    return switch (protocol) {
      case TcpTracker.PROTOCOL -> tcp;
      case UdpTracker.UDP, UdpTracker.UDPLITE -> udp;
      case SctpTracker.PROTOCOL -> sctp;
      case GreTracker.PROTOCOL -> gre;
      case Icmp.ICMP, Icmp.ICMPV6 -> icmp;
      default -> generic;
    };
  }

  private static int relation(Flow flow, int direction) {
    if (direction == 1) {
      return Packet.CT_ESTABLISHED + Packet.CT_REPLY;
    }
    if (flow.has(NewConntrack.SEEN_REPLY)) {
      return Packet.CT_ESTABLISHED;
    }
    return flow.has(NewConntrack.EXPECTED) ? Packet.CT_RELATED : Packet.CT_NEW;
  }

  /** Whether there is no room, not even that of a flow that may go ({@code early_drop}). */
  private boolean isFull() {
    if (settings.max == 0 || table.size() < settings.max) {
      return false;
    }
    List<Flow> victims = table.victims(scratch, now());
    victims.forEach(this::kill);
    for (int i = 0; i < victims.size(); i++) {
      statistics.count(Count.EARLY_DROP);
    }
    return victims.isEmpty();
  }

  /** A flow for the tuple at hand. */
  private Flow open(Packet packet) {
    scratch.zone = packet.zoneOriginal;
    inverse.zone = packet.zoneReply;
    Flow flow =
        new Flow(scratch.copy(), inverse.copy(), random.nextInt(), ++born, settings.accounting);
    if (packet.proxied) {
      flow.synproxy = new SynproxyTrack();
      flow.allowSequenceAdjustment();
    }
    flow.started = settings.timestamps ? wallNanos() : 0;
    flow.eventMask = settings.events == 0 ? 0 : flow.eventMask;
    if (!expectations.isEmpty()) {
      Expectation expectation =
          expectations.take(flow.original, packet.zoneOriginal | packet.zoneReply);
      if (expectation != null) {
        beExpected(flow, expectation);
      }
    }
    return flow;
  }

  private static void beExpected(Flow flow, Expectation expectation) {
    flow.status |= NewConntrack.EXPECTED;
    flow.master = expectation.master;
    flow.mark = expectation.master.mark;
    flow.securityMark = expectation.master.securityMark;
    flow.helper = expectation.assigned;
    if (expectation.arrival != null) {
      expectation.arrival.arrived(flow, expectation);
    }
  }

  private long wallNanos() {
    Instant now = loop.wallTime();
    return now.getEpochSecond() * SECOND + now.getNano();
  }

  private void assign(Packet packet, Flow flow, int ctInfo) {
    packet.flow = flow;
    packet.ctInfo = ctInfo;
    if (flow.counted) {
      count(flow, direction(packet), packet.length());
    }
    // a reset that kills its flow is no answer: the event of its end still says unreplied
    if (flow.isDying()) {
      kill(flow);
    }
    if (ctInfo == Packet.CT_ESTABLISHED + Packet.CT_REPLY) {
      flow.note(NewConntrack.SEEN_REPLY, FlowEvents.REPLY);
    }
  }

  static void count(Flow flow, int direction, int length) {
    if (direction == 0) {
      flow.originalPackets++;
      flow.originalBytes += length;
    } else {
      flow.replyPackets++;
      flow.replyBytes += length;
    }
  }

  /**
   * The last that a packet meets: its flow's helper looks into it, its numbers are moved, and its
   * flow is entered if it is new ({@code nf_confirm}).
   *
   * @return false if the packet must be dropped
   */
  public boolean confirm(Packet packet) {
    Flow flow = packet.flow;
    if (flow == null) {
      return true;
    }
    boolean adjust = flow.has(NewConntrack.SEQ_ADJUST) && !isOnLoopback(packet);
    if ((flow.helper != null || adjust)
        && packet.ctInfo != Packet.CT_RELATED + Packet.CT_REPLY
        && !help(packet, flow, adjust)) {
      return false;
    }
    if (!flow.isConfirmed() && direction(packet) == 0 && !enter(flow)) {
      return false;
    }
    if (flow.events != 0 && !flow.isDying()) {
      tell(flow);
    }
    return true;
  }

  /** Whether it came by lo: its numbers were moved when it went out there. */
  private static boolean isOnLoopback(Packet packet) {
    return packet.in != null && packet.in.isLoopback();
  }

  private boolean help(Packet packet, Flow flow, boolean adjust) {
    Helper helper = flow.helper;
    if (helper != null && !helper.help(packet, flow)) {
      return false;
    }
    SequenceAdjustment sequences = flow.sequences;
    if (adjust && sequences != null && !sequences.adjust(packet, direction(packet))) {
      statistics.count(Count.DROP);
      return false;
    }
    return true;
  }

  /** Puts a flow into the table; false if another has taken one of its tuples. */
  private boolean enter(Flow flow) {
    if (flow.isDying()) {
      statistics.count(Count.INSERT_FAILED);
      return false;
    }
    if (taken(flow.original) || taken(flow.reply)) {
      statistics.count(Count.DROP);
      statistics.count(Count.INSERT_FAILED);
      return false;
    }
    insert(flow);
    flow.events |= flow.master == null ? FlowEvents.NEW : FlowEvents.RELATED;
    if (flow.helper != null) {
      flow.events |= FlowEvents.HELPER;
    }
    return true;
  }

  private void insert(Flow flow) {
    flow.status |= NewConntrack.CONFIRMED;
    flow.inTable = true;
    table.add(flow);
    statistics.count(Count.INSERT);
    if (flow.master != null) {
      flow.master.children++;
    }
    if (!sweep.pending()) {
      sweep.arm(SWEEP_INTERVAL);
    }
  }

  /**
   * Enters a flow that a user has made up.
   *
   * @return EEXIST if there is one with such a tuple, ENFILE if the table is full
   */
  public @Nullable Errno add(Flow flow) {
    if (taken(flow.original) || taken(flow.reply)) {
      return Errno.EEXIST;
    }
    insert(flow);
    flow.events |= FlowEvents.NEW;
    tell(flow);
    return null;
  }

  /** A flow that is in no table yet. */
  public Flow make(Tuple original, Tuple reply) {
    return new Flow(original, reply, random.nextInt(), ++born, settings.accounting);
  }

  /** Tells what has happened to a flow. */
  public void tell(Flow flow) {
    int happened = flow.events & flow.eventMask;
    flow.events = 0;
    if (happened != 0) {
      events.happened(happened, flow);
    }
  }

  /**
   * Reads the tuple of a packet that is no later fragment.
   *
   * @return false if the transport header is cut off before what makes the tuple
   */
  public boolean read(int version, Packet packet, Tuple into) {
    return reader.read(
        packet.bytes, version, packet.network, packet.transport, packet.end, packet.protocol, into);
  }

  /**
   * Reads the tuple of a packet inside an ICMP error.
   *
   * @return where its transport header begins, or -1 if there is no tuple to be read
   */
  public int readInner(byte[] bytes, int version, int network, int end, Tuple into) {
    return reader.readInner(bytes, version, network, end, into);
  }

  // ---- the table

  private boolean taken(Tuple tuple) {
    return lookup(tuple) >= 0;
  }

  /** The slot of a tuple that has not timed out, or -1. */
  private int lookup(Tuple tuple) {
    int slot = table.find(tuple);
    if (slot >= 0 && table.at(slot).expires <= now()) {
      kill(table.at(slot));
      return -1;
    }
    return slot;
  }

  /** The same for a packet, whose direction is not known yet; sets the tuple's zone. */
  private int lookup(Tuple tuple, int zoneOriginal, int zoneReply) {
    tuple.zone = zoneOriginal;
    int slot = lookup(tuple);
    if (zoneOriginal == zoneReply) {
      return slot;
    }
    if (slot >= 0 && table.direction(slot) == 0) {
      return slot;
    }
    tuple.zone = zoneReply;
    slot = lookup(tuple);
    return slot >= 0 && table.direction(slot) == 1 ? slot : -1;
  }

  /** The flow that has a tuple, in either direction. */
  public @Nullable Flow find(Tuple tuple) {
    int slot = lookup(tuple);
    return slot < 0 ? null : table.at(slot);
  }

  @Nullable Flow find(Tuple tuple, int zoneOriginal, int zoneReply) {
    int slot = lookup(tuple, zoneOriginal, zoneReply);
    return slot < 0 ? null : table.at(slot);
  }

  /** Whether a tuple is the reply of its flow; only for one that {@link #find} finds. */
  public boolean isReply(Tuple tuple) {
    return table.direction(table.find(tuple)) == 1;
  }

  /** Forgets a flow. */
  public void kill(Flow flow) {
    flow.status |= NewConntrack.DYING;
    if (!flow.inTable) {
      return;
    }
    flow.inTable = false;
    flow.stopped = flow.started == 0 ? 0 : wallNanos();
    table.remove(flow);
    if (flow.master != null) {
      flow.master.children--;
    }
    expectations.removeAll(flow);
    if (flow.helper != null) {
      flow.helper.forget(flow);
    }
    events.happened(FlowEvents.DESTROY, flow);
  }

  /** Forgets all flows of a kind. */
  public void killIf(Predicate<Flow> condition) {
    for (Flow flow : flows()) {
      if (condition.test(flow)) {
        kill(flow);
      }
    }
  }

  /** The flows that have not timed out, oldest first. */
  public List<Flow> flows() {
    long now = now();
    List<Flow> flows = new ArrayList<>(table.size());
    table.forEach(
        flow -> {
          if (flow.expires > now) {
            flows.add(flow);
          }
        });
    flows.sort(Comparator.comparingLong(flow -> flow.born));
    return flows;
  }

  private void sweep() {
    long now = now();
    List<Flow> dead = new ArrayList<>();
    table.forEach(
        flow -> {
          if (flow.expires <= now) {
            dead.add(flow);
          }
        });
    dead.sort(Comparator.comparingLong(flow -> flow.born));
    dead.forEach(this::kill);
    expectations.sweep();
    if (table.size() > 0 || !expectations.isEmpty()) {
      sweep.arm(SWEEP_INTERVAL);
    }
  }

  // ---- what is told of all

  /**
   * Timeouts for some flows of a protocol ({@code ct timeout}).
   *
   * @param policy seconds by state, counted from 0; those of all for the rest
   * @return seconds by state; null if the protocol has none of its own
   */
  public int @Nullable [] timeouts(int protocol, SortedMap<Integer, Integer> policy) {
    return timeouts.policy(protocol, policy);
  }

  /** Such timeouts by state, counted from 0. */
  public SortedMap<Integer, Integer> policy(int protocol, int[] seconds) {
    return timeouts.whole(protocol, seconds);
  }

  /** Packets of flows that begin from now on are counted, as rules ask for it. */
  public void account() {
    settings.accounting = true;
  }

  /** What was counted. */
  public ConntrackStatistics statistics() {
    return statistics.message();
  }

  /** How many flows there are. */
  public ConntrackCount count() {
    return new ConntrackCount(table.size(), settings.max);
  }

  /** Forgets all flows and stops the clockwork. */
  public void close() {
    sweep.cancel();
  }
}
