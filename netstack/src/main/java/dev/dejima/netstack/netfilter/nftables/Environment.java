package dev.dejima.netstack.netfilter.nftables;

import dev.dejima.netstack.netfilter.NetfilterHost;
import dev.dejima.netstack.netfilter.conntrack.Conntrack;
import dev.dejima.netstack.netfilter.nat.Nat;
import dev.dejima.netstack.netfilter.nfnetlink.Fingerprints;
import dev.dejima.netstack.netfilter.nfnetlink.LogGroups;
import dev.dejima.netstack.netfilter.nfnetlink.PacketQueues;
import dev.dejima.netstack.netfilter.synproxy.SynProxy;
import dev.dejima.nft.expr.NewObject;
import dev.dejima.nft.expr.TraceEvent;
import java.util.random.RandomGenerator;

/** What rules reach beyond the packet. */
interface Environment {
  NetfilterHost host();

  Conntrack conntrack();

  Nat nat();

  /** Where packets wait for the verdicts of programs. */
  PacketQueues queues();

  /** Where rules log packets for programs. */
  LogGroups logGroups();

  /** What answers SYN segments in servers' stead. */
  SynProxy synProxy();

  /** Has a flowtable looked after that has got a flow. */
  void watch(Flowtable flowtable);

  /** What senders are known by. */
  Fingerprints fingerprints();

  /** Nanoseconds of the monotonic clock. */
  long now();

  RandomGenerator random();

  /** What hashes of flows are keyed with, the same for all rules. */
  int hashSecret();

  /** Whether somebody listens to traces. */
  boolean traces();

  /** Tells what became of an object. */
  void tell(NewObject object);

  /** Tells a trace. */
  void tell(TraceEvent event);
}
