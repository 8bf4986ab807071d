package dev.dejima.netstack.link;

import dev.dejima.kernel.path.DropReason;
import dev.dejima.kernel.rtnetlink.BridgePortOption;
import dev.dejima.netstack.Packet;
import dev.dejima.nft.expr.HookNumber;
import dev.dejima.packet.EthernetView;
import org.jspecify.annotations.Nullable;

/**
 * From a port, or from the host, out by other ports (net/bridge/br_forward.c). A frame that the
 * host is to get as well is copied for every port; otherwise the last port gets the frame itself.
 */
record BridgeForwarding(Bridge bridge) {
  /**
   * Sends a frame out by a port, if it may leave there.
   *
   * @param from where it came in; null for one of the host
   * @param kept whether the frame is still needed afterwards
   */
  void forward(Packet packet, BridgePort to, @Nullable BridgePort from, boolean kept) {
    if (to.delivers(from)) {
      out(kept ? packet.copy() : packet, to, from);
    } else if (!kept) {
      packet.drop(DropReason.BRIDGE_NO_EGRESS_PORT);
    }
  }

  /** Sends a frame out by all ports that take such frames, the newest first. */
  void flood(Packet packet, long destination, @Nullable BridgePort from, boolean kept) {
    BridgePort before = null;
    for (BridgePort port : bridge.ports()) {
      if (floods(port, destination, from) && port.delivers(from)) {
        if (before != null) {
          out(packet.copy(), before, from);
        }
        before = port;
      }
    }
    if (before != null) {
      out(kept ? packet.copy() : packet, before, from);
    } else if (!kept) {
      packet.drop(DropReason.BRIDGE_NO_EGRESS_PORT);
    }
  }

  /** What the host sends to groups leaves by all ports. */
  private static boolean floods(BridgePort port, long destination, @Nullable BridgePort from) {
    if ((destination & NetDevice.MULTICAST_BIT) == 0) {
      return port.has(BridgePortOption.FLOOD);
    }
    return from == null
        || port.has(
            destination == NetDevice.BROADCAST
                ? BridgePortOption.BCAST_FLOOD
                : BridgePortOption.MCAST_FLOOD);
  }

  private void out(Packet packet, BridgePort to, @Nullable BridgePort from) {
    NetDevice device = to.device();
    NetDevice in = from == null ? null : from.device();
    packet.out = device;
    HookNumber hook = from == null ? HookNumber.OUTPUT : HookNumber.FORWARD;
    if (bridge.hook(hook, packet, in, device)) {
      leave(packet, device);
    }
  }

  /** The last hook, and out by the device. */
  void leave(Packet packet, NetDevice device) {
    if (bridge.hook(HookNumber.POSTROUTING, packet, null, device)) {
      push(packet, device);
    }
  }

  /** Out by the device, unless the frame is too long for it ({@code br_dev_queue_push_xmit}). */
  static void push(Packet packet, NetDevice device) {
    if (packet.end - packet.link > device.mtu() + EthernetView.LENGTH + Packet.VLAN_TAG) {
      packet.drop(DropReason.PKT_TOO_BIG);
      return;
    }
    device.transmit(packet);
  }
}
