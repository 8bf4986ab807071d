package dev.dejima.netstack.link;

import dev.dejima.kernel.Errno;
import dev.dejima.kernel.KernelException;
import dev.dejima.kernel.PacketSocket;
import dev.dejima.kernel.path.DeviceEvent;
import dev.dejima.netstack.Packet;
import dev.dejima.netstack.PacketPool;
import dev.dejima.netstack.sched.EventLoop;
import dev.dejima.packet.Bytes;
import dev.dejima.packet.EtherType;
import dev.dejima.packet.EthernetView;

/** Sends whole frames by a device (net/packet/af_packet.c, {@code packet_snd}). */
public final class FrameSender implements PacketSocket {
  private final EventLoop loop;
  private final NetDevice device;
  private final PacketPool packets;
  private boolean closed;

  /** A sender by that device. */
  public FrameSender(EventLoop loop, NetDevice device, PacketPool packets) {
    this.loop = loop;
    this.device = device;
    this.packets = packets;
  }

  @Override
  public void send(Bytes frame) throws KernelException {
    try (var _ = loop.enter()) {
      check(frame);
      Packet packet = packets.allocate(frame.length());
      frame.copyTo(packet.bytes, packet.link);
      packet.readLink();
      packet.transport = packet.network;
      if (device.links.paths.on()) {
        packet.begin(device.links.paths, DeviceEvent.Origin.FRAME);
      }
      device.transmit(packet);
    }
  }

  private void check(Bytes frame) throws KernelException {
    if (closed) {
      throw new KernelException(Errno.EBADF);
    }
    if (!device.isUp()) {
      throw new KernelException(Errno.ENETDOWN);
    }
    if (frame.length() < EthernetView.LENGTH) {
      throw new KernelException(Errno.EINVAL);
    }
    int type = frame.at(EthernetView.ETHER_TYPE) << 8 | frame.at(EthernetView.ETHER_TYPE + 1);
    int tag = type == EtherType.VLAN ? Packet.VLAN_TAG : 0;
    if (frame.length() > device.mtu() + EthernetView.LENGTH + tag) {
      throw new KernelException(Errno.EMSGSIZE);
    }
  }

  @Override
  public void close() {
    try (var _ = loop.enter()) {
      closed = true;
    }
  }
}
