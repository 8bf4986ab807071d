package dev.dejima.netstack.ip;

import static dev.dejima.packet.NetworkOrder.get32;
import static dev.dejima.packet.NetworkOrder.put16;
import static dev.dejima.packet.NetworkOrder.put48;

import dev.dejima.kernel.rtnetlink.RouteType;
import dev.dejima.netstack.Packet;
import dev.dejima.netstack.inet.Selector;
import dev.dejima.netstack.link.NetDevice;
import dev.dejima.netstack.neigh.Neighbour;
import dev.dejima.netstack.neigh.Neighbours;
import dev.dejima.nft.expr.Family;
import dev.dejima.nft.expr.HookNumber;
import dev.dejima.packet.ArpView;
import dev.dejima.packet.EtherType;
import dev.dejima.packet.EthernetView;
import dev.dejima.packet.IpAddress;
import dev.dejima.packet.Ipv4Address;
import dev.dejima.packet.Ipv4View;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** ARP (net/ipv4/arp.c). */
final class Arp implements Neighbours.Protocol {
  private static final long LOW_32 = 0xffff_ffffL;
  private static final long BROADCAST = 0xffff_ffff_ffffL;

  private final Ipv4 ipv4;
  private final Neighbours neighbours;
  private final ArpView arp = new ArpView();

  Arp(Ipv4 ipv4, RandomGenerator random) {
    this.ipv4 = ipv4;
    this.neighbours = new Neighbours(ipv4.loop(), random, this);
  }

  Neighbours neighbours() {
    return neighbours;
  }

  @Nullable Neighbour find(NetDevice device, int address) {
    return neighbours.find(device, 0, address & LOW_32);
  }

  @Nullable Neighbour findOrMake(NetDevice device, int address) {
    return neighbours.findOrMake(device, 0, address & LOW_32);
  }

  // ---- output

  /** Sends an IPv4 packet to a neighbour, now or once its link address is known. */
  void output(Packet packet, NetDevice device, int nextHop) {
    neighbours.output(packet, device, 0, nextHop & LOW_32);
  }

  @Override
  public IpAddress address(long high, long low) {
    return new Ipv4Address((int) low);
  }

  @Override
  public void transmit(Packet packet, Neighbour neighbour) {
    frame(packet, neighbour.mac, neighbour.device.mac(), EtherType.IPV4);
    neighbour.device.transmit(packet);
  }

  @Override
  public void unreachable(Packet packet) {
    ipv4.linkFailure(packet);
  }

  @Override
  public void changed(Neighbour neighbour) {
    ipv4.events().neighbour(neighbour);
  }

  @Override
  public void overflow() {
    ipv4.warn("neighbour: arp_cache: neighbor table overflow!");
  }

  /** Puts an Ethernet header in front of the network header. */
  static void frame(Packet packet, long destination, long source, int etherType) {
    packet.link = packet.network - EthernetView.LENGTH;
    put48(packet.bytes, packet.link + EthernetView.DESTINATION, destination);
    put48(packet.bytes, packet.link + EthernetView.SOURCE, source);
    put16(packet.bytes, packet.link + EthernetView.ETHER_TYPE, etherType);
  }

  /** Something proved that a neighbour hears us: TCP made progress. */
  void confirm(NetDevice device, int address) {
    neighbours.confirm(device, 0, address & LOW_32);
  }

  @Override
  public void solicit(Neighbour neighbour) {
    int address = (int) neighbour.low;
    send(
        neighbour.device,
        ArpView.REQUEST,
        neighbour.isValid() ? neighbour.mac : BROADCAST,
        source(neighbour, address),
        0,
        address);
  }

  /** The address to ask with: the waiting packet's own if it is ours ({@code arp_solicit}). */
  private int source(Neighbour neighbour, int target) {
    Packet packet = neighbour.waiting();
    Interface4 in = ipv4.interfaceOf(neighbour.device);
    int announce = in.larger(Conf4.ARP_ANNOUNCE);
    if (packet != null && announce < 2) {
      int source = get32(packet.bytes, packet.network + Ipv4View.SOURCE);
      boolean fits = announce == 0 || in.onLink(target, source);
      if (fits && ipv4.routes().type(source) == RouteType.LOCAL) {
        return source;
      }
    }
    return ipv4.selectSource(neighbour.device, target, Route4.SCOPE_LINK);
  }

  private void send(
      NetDevice device, int operation, long to, int source, long targetMac, int target) {
    Packet packet = ipv4.packets().allocate(ArpView.LENGTH);
    byte[] bytes = packet.bytes;
    int at = packet.network;
    put16(bytes, at + ArpView.HARDWARE_TYPE, ArpView.ETHERNET);
    put16(bytes, at + ArpView.PROTOCOL_TYPE, EtherType.IPV4);
    put16(bytes, at + ArpView.HARDWARE_LENGTH, 6 << 8 | 4);
    arp.wrap(bytes, at, packet.end);
    arp.setOperation(operation);
    arp.setSenderHardware(device.mac());
    arp.setSenderProtocol(source);
    arp.setTargetHardware(targetMac);
    arp.setTargetProtocol(target);
    packet.etherType = EtherType.ARP;
    frame(packet, to, device.mac(), EtherType.ARP);
    if (ipv4.netfilter().hook(HookNumber.OUTPUT, Family.ARP, packet, null, device)) {
      device.transmit(packet);
    }
  }

  // ---- input

  /** Takes an ARP packet ({@code arp_process}). */
  void receive(Packet packet, NetDevice device) {
    if (packet.type == Packet.Type.OTHERHOST
        || device.isLoopback()
        || !arp.wrap(packet.bytes, packet.network, packet.end)) {
      packet.release();
      return;
    }
    if (!ipv4.netfilter().hook(HookNumber.INPUT, Family.ARP, packet, device, null)) {
      return;
    }
    if (arp.operation() == ArpView.REQUEST || arp.operation() == ArpView.REPLY) {
      process(packet, device);
    }
    packet.release();
  }

  private void process(Packet packet, NetDevice device) {
    int sender = arp.senderProtocol();
    int target = arp.targetProtocol();
    long mac = arp.senderHardware();
    boolean request = arp.operation() == ArpView.REQUEST;
    if (target >>> 28 == 0xe || target >>> 24 == 127) {
      return;
    }
    if (sender == 0) {
      if (request && ipv4.routes().type(target) == RouteType.LOCAL) {
        send(device, ArpView.REPLY, mac, target, mac, sender);
      }
      return;
    }
    if (request && answers(device, sender, target)) {
      learnFromRequest(device, sender, mac);
      send(device, ArpView.REPLY, mac, target, mac, sender);
      return;
    }
    Neighbour neighbour = find(device, sender);
    if (neighbour != null) {
      boolean override =
          neighbours.age(neighbour) > neighbours.parameters(device).lockTime()
              || neighbour.state == Neighbour.INCOMPLETE;
      boolean solicited = !request && packet.type == Packet.Type.HOST;
      neighbours.update(
          neighbour,
          mac,
          solicited ? Neighbour.REACHABLE : Neighbour.STALE,
          override ? Neighbours.OVERRIDE : 0);
    }
  }

  private boolean answers(NetDevice device, int sender, int target) {
    Interface4 in = ipv4.interfaceOf(device);
    if (ipv4.routes().type(target) == RouteType.LOCAL) {
      // Who would be answered by another device is not answered at all, as if it had sent IP.
      return ipv4.mayCome(sender, target, Selector.NONE, device)
          && switch (in.larger(Conf4.ARP_IGNORE)) {
            case 0 -> true;
            case 1 -> in.find(target) != null;
            case 2 -> in.find(target) != null && in.onLink(target, sender);
            case 8 -> false;
            default -> true;
          };
    }
    if (!in.forwarding() || !in.either(Conf4.PROXY_ARP)) {
      return false;
    }
    Route4 route = ipv4.routes().lookup(ipv4.routes().key(sender, target).in(device));
    return route != null && route.type() == RouteType.UNICAST && route.device() != device;
  }

  private void learnFromRequest(NetDevice device, int sender, long mac) {
    Neighbour neighbour = findOrMake(device, sender);
    if (neighbour != null) {
      neighbours.update(neighbour, mac, Neighbour.STALE, Neighbours.OVERRIDE);
    }
  }
}
