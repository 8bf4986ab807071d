package dev.dejima.netstack.netfilter.helper;

import dev.dejima.kernel.conntrack.NewConntrack.Translation;
import dev.dejima.netstack.netfilter.NetfilterHost;
import dev.dejima.netstack.netfilter.conntrack.Conntrack;
import dev.dejima.netstack.netfilter.conntrack.Expectation;
import dev.dejima.netstack.netfilter.conntrack.Flow;
import dev.dejima.netstack.netfilter.conntrack.FlowRequests;
import dev.dejima.netstack.netfilter.conntrack.Helper;
import dev.dejima.netstack.netfilter.nat.Nat;
import dev.dejima.netstack.netfilter.nat.NatBounds;
import dev.dejima.nft.expr.NatRange;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The helpers of a namespace. None acts on a flow unless a rule or a user gives it one. */
public final class Helpers implements FlowRequests.Names {
  private record Registered(Helper helper, boolean ofV6) {}

  private record Lacking(String name, int protocol, boolean ofV6) {}

  private static final int TCP = 6;
  private static final int UDP = 17;

  private static final Set<Lacking> LACKING =
      Set.of(
          new Lacking("amanda", UDP, true),
          new Lacking("netbios-ns", UDP, false),
          new Lacking("Q.931", TCP, true),
          new Lacking("RAS", UDP, true),
          new Lacking("sane", TCP, true),
          new Lacking("snmp", UDP, false));

  private final List<Registered> registered;
  private final List<Expectation.Arrival> arrivals;
  private final Nat nat;

  /** All helpers that this kernel has. */
  public Helpers(NetfilterHost host, Conntrack conntrack, Nat nat) {
    this.nat = nat;
    Announcement announcement = new Announcement(conntrack, nat, host.random("helpers"));
    SipTranslation sip = new SipTranslation(announcement);
    this.registered =
        List.of(
            new Registered(new FtpHelper(announcement), true),
            new Registered(new TftpHelper(announcement), true),
            new Registered(new SipHelper(announcement, sip, UDP), true),
            new Registered(new SipHelper(announcement, sip, TCP), true),
            new Registered(new IrcHelper(announcement), false),
            new Registered(new PptpHelper(announcement), false));
    this.arrivals = List.of(nat.followMaster(), sip);
  }

  @Override
  public @Nullable Helper helper(String name, int version, int protocol) {
    for (Registered one : registered) {
      if (one.helper.name().equals(name)
          && one.helper.protocol() == protocol
          && (version == 4 || one.ofV6)) {
        return one.helper;
      }
    }
    return null;
  }

  /** Whether Linux has such a helper and this kernel has not. */
  static boolean lack(String name, int version, int protocol) {
    return LACKING.contains(new Lacking(name, protocol, true))
        || (version == 4 && LACKING.contains(new Lacking(name, protocol, false)));
  }

  @Override
  public Expectation.@Nullable Arrival arrival(String name) {
    for (Expectation.Arrival arrival : arrivals) {
      if (name.equals(arrival.name())) {
        return arrival;
      }
    }
    return null;
  }

  @Override
  public void translate(Flow flow, Translation.Target target, boolean source) {
    int port = target.port();
    int flags = port == 0 ? 0 : NatRange.PROTO_SPECIFIED;
    nat.setUp(flow, NatBounds.of(target.address(), port, port, flags), source);
  }
}
