package dev.dejima.netstack.netfilter;

import dev.dejima.kernel.KernelException;
import dev.dejima.kernel.Netlink;
import dev.dejima.kernel.NfTables;
import dev.dejima.kernel.conntrack.ConntrackMessage;
import dev.dejima.netstack.Device;
import dev.dejima.netstack.Packet;
import dev.dejima.netstack.netfilter.nfnetlink.Fingerprints;
import dev.dejima.netstack.netfilter.nfnetlink.LogGroups;
import dev.dejima.netstack.netfilter.nfnetlink.PacketQueues;
import dev.dejima.nft.expr.Family;
import dev.dejima.nft.expr.HookNumber;
import dev.dejima.packet.IpAddress;
import org.jspecify.annotations.Nullable;

/** What a namespace's packets meet on their way. All methods are for the holder of the baton. */
public interface Netfilter {
  /**
   * Shows a packet to the chains of a hook. Its headers up to the transport header's start are
   * validated; it may be changed in place, and made longer or shorter.
   *
   * @param family IP or IP6 for the five inet hooks, ARP for input and output of its packets
   * @return whether it goes on; if not, it has been released or kept, and is the caller's no longer
   */
  boolean hook(
      HookNumber hook, Family family, Packet packet, @Nullable Device in, @Nullable Device out);

  /**
   * Shows a packet of this host to the chains of the output hook, as {@link #hook}.
   *
   * @return whether it goes on; if not, it has been released or kept
   * @throws KernelException EPERM if a chain drops it; a packet that a queue has no room for is
   *     lost without a word
   */
  boolean output(Family family, Packet packet, @Nullable Device out) throws KernelException;

  /**
   * Shows a frame to the chains of a device. Nothing behind its Ethernet header has been looked at.
   *
   * @param hook INGRESS or EGRESS
   * @return whether it goes on; if not, it has been released, and is the caller's no longer
   */
  boolean frame(HookNumber hook, Packet packet, Device device);

  /** The ruleset's messages. Called with the baton held. */
  NfTables nfTables();

  /** The connection table's messages. Called with the baton held. */
  Netlink<ConntrackMessage> conntrack();

  /** The queues of packets. Called with the baton held. */
  PacketQueues queues();

  /** The log groups. Called with the baton held. */
  LogGroups logGroups();

  /** What senders are known by. Called with the baton held. */
  Fingerprints fingerprints();

  /** An address was taken off a device: what was masqueraded behind it dies. */
  void addressRemoved(Device device, IpAddress address);

  /** A device went down, or away. */
  void deviceDown(Device device);

  /** The namespace goes. */
  void close();
}
