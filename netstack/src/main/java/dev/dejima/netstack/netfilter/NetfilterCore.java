package dev.dejima.netstack.netfilter;

import dev.dejima.kernel.Errno;
import dev.dejima.kernel.KernelException;
import dev.dejima.kernel.Netlink;
import dev.dejima.kernel.NfTables;
import dev.dejima.kernel.conntrack.ConntrackMessage;
import dev.dejima.netstack.Device;
import dev.dejima.netstack.Packet;
import dev.dejima.netstack.netfilter.conntrack.Conntrack;
import dev.dejima.netstack.netfilter.conntrack.Expectation;
import dev.dejima.netstack.netfilter.conntrack.Flow;
import dev.dejima.netstack.netfilter.conntrack.FlowEvents;
import dev.dejima.netstack.netfilter.conntrack.FlowRequests;
import dev.dejima.netstack.netfilter.conntrack.Tuple;
import dev.dejima.netstack.netfilter.helper.FlowObjects;
import dev.dejima.netstack.netfilter.helper.Helpers;
import dev.dejima.netstack.netfilter.nat.Nat;
import dev.dejima.netstack.netfilter.nfnetlink.Fingerprints;
import dev.dejima.netstack.netfilter.nfnetlink.LogGroups;
import dev.dejima.netstack.netfilter.nfnetlink.PacketQueues;
import dev.dejima.netstack.netfilter.nftables.Fate;
import dev.dejima.netstack.netfilter.nftables.RulesetControl;
import dev.dejima.nft.expr.Family;
import dev.dejima.nft.expr.HookNumber;
import dev.dejima.packet.IpAddress;
import org.jspecify.annotations.Nullable;

/** The netfilter of a namespace: one ruleset, one connection table, one translator. */
public final class NetfilterCore implements Netfilter {
  private final Conntrack conntrack;
  private final ConntrackControl conntrackControl;
  private final PacketQueues queues;
  private final LogGroups logGroups;
  private final Fingerprints fingerprints = new Fingerprints();
  private final RulesetControl ruleset;

  /** An empty ruleset and no flows. */
  public NetfilterCore(NetfilterHost host) {
    Told told = new Told();
    this.conntrack = new Conntrack(host, told);
    Nat nat = new Nat(host, conntrack);
    Helpers helpers = new Helpers(host, conntrack, nat);
    this.conntrackControl =
        new ConntrackControl(host.loop(), conntrack, new FlowRequests(conntrack, helpers));
    told.nat = nat;
    told.control = conntrackControl;
    FlowObjects objects = new FlowObjects(conntrack, helpers);
    this.queues = new PacketQueues(host, conntrack);
    this.logGroups = new LogGroups(host, conntrack);
    this.ruleset =
        new RulesetControl(host, conntrack, nat, objects, queues, logGroups, fingerprints);
  }

  /** Who is told of flows; both know the table that tells. */
  private static final class Told implements FlowEvents {
    private @Nullable Nat nat;
    private @Nullable ConntrackControl control;

    @Override
    public void happened(int events, Flow flow) {
      if (nat != null && control != null) {
        nat.happened(events, flow);
        control.happened(events, flow);
      }
    }

    @Override
    public void expected(Expectation expectation) {
      if (control != null) {
        control.expected(expectation);
      }
    }

    @Override
    public void expectedNoMore(Expectation expectation) {
      if (control != null) {
        control.expectedNoMore(expectation);
      }
    }
  }

  @Override
  public boolean hook(
      HookNumber hook, Family family, Packet packet, @Nullable Device in, @Nullable Device out) {
    return ruleset.hook(hook, family, packet, in, out) == Fate.GOES_ON;
  }

  @Override
  public boolean output(Family family, Packet packet, @Nullable Device out) throws KernelException {
    return switch (ruleset.hook(HookNumber.OUTPUT, family, packet, null, out)) {
      case GOES_ON -> true;
      case DROPPED -> throw new KernelException(Errno.EPERM);
      case KEPT, QUEUED -> false;
    };
  }

  @Override
  public boolean frame(HookNumber hook, Packet packet, Device device) {
    return ruleset.frame(hook, packet, device);
  }

  @Override
  public NfTables nfTables() {
    return ruleset;
  }

  @Override
  public Netlink<ConntrackMessage> conntrack() {
    return conntrackControl;
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
  public Fingerprints fingerprints() {
    return fingerprints;
  }

  @Override
  public void addressRemoved(Device device, IpAddress address) {
    long high = Tuple.high(address);
    long low = Tuple.low(address);
    conntrack.killIf(
        flow ->
            flow.masqueradeDevice == device.index()
                && flow.reply.destinationHigh == high
                && flow.reply.destinationLow == low);
  }

  @Override
  public void deviceDown(Device device) {
    queues.drop(device);
    ruleset.deviceDown(device);
    conntrack.killIf(flow -> flow.masqueradeDevice == device.index());
  }

  @Override
  public void close() {
    queues.dropAll();
    logGroups.close();
    conntrack.close();
  }
}
