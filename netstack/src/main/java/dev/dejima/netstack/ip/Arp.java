package dev.dejima.netstack.ip;

import static dev.dejima.packet.NetworkOrder.get32;
import static dev.dejima.packet.NetworkOrder.put16;
import static dev.dejima.packet.NetworkOrder.put48;

import dev.dejima.kernel.rtnetlink.RouteType;
import dev.dejima.netstack.Packet;
import dev.dejima.netstack.link.NetDevice;
import dev.dejima.netstack.sched.Timer;
import dev.dejima.packet.ArpView;
import dev.dejima.packet.EtherType;
import dev.dejima.packet.EthernetView;
import dev.dejima.packet.Ipv4View;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.agrona.collections.Int2ObjectHashMap;
import org.jspecify.annotations.Nullable;

/**
 * ARP and the neighbour states (net/core/neighbour.c, net/ipv4/arp.c).
 *
 * <p>An address is asked for three times at a second's distance, while packets wait; then they fail
 * with "host unreachable". A link address that was learnt is REACHABLE for 15 to 45 seconds after
 * it was last confirmed (by an answer, or by progress of TCP), then STALE; the first use of a stale
 * one begins a DELAY of five seconds, and if nothing confirms it by then, PROBEs by unicast.
 */
final class Arp {
  private static final long SECOND = 1_000_000_000L;
  private static final long RETRANSMIT = SECOND;
  private static final long DELAY_BEFORE_PROBE = 5 * SECOND;
  private static final long BASE_REACHABLE = 30 * SECOND;

  /** A second answer within this time does not replace the first. */
  private static final long LOCK = SECOND;

  private static final int PROBES = 3;
  private static final int QUEUED_OCTETS = 212992;
  private static final long BROADCAST = 0xffff_ffff_ffffL;

  private final Ipv4 ipv4;
  private final Int2ObjectHashMap<Int2ObjectHashMap<Neighbour4>> tables = new Int2ObjectHashMap<>();
  private final ArpView arp = new ArpView();
  private final long reachableTime;

  Arp(Ipv4 ipv4, RandomGenerator random) {
    this.ipv4 = ipv4;
    this.reachableTime = BASE_REACHABLE / 2 + random.nextLong(BASE_REACHABLE);
  }

  private long now() {
    return ipv4.loop().nanoTime();
  }

  // ---- the table

  List<Neighbour4> all() {
    List<Neighbour4> list = new ArrayList<>();
    tables.values().forEach(table -> list.addAll(table.values()));
    return list;
  }

  @Nullable Neighbour4 find(NetDevice device, int address) {
    Int2ObjectHashMap<Neighbour4> table = tables.get(device.index());
    return table == null ? null : table.get(address);
  }

  Neighbour4 make(NetDevice device, int address) {
    Neighbour4 neighbour = new Neighbour4(device, address);
    Timer timer = ipv4.loop().timer(() -> expire(neighbour));
    neighbour.timer = timer;
    neighbour.confirmed = now() - 2 * reachableTime;
    neighbour.used = now();
    neighbour.updated = now();
    tables.computeIfAbsent(device.index(), i -> new Int2ObjectHashMap<>()).put(address, neighbour);
    return neighbour;
  }

  void remove(Neighbour4 neighbour) {
    Int2ObjectHashMap<Neighbour4> table = tables.get(neighbour.device.index());
    if (table != null) {
      table.remove(neighbour.address);
    }
    cancel(neighbour);
    dropQueue(neighbour);
  }

  /** A device went down, or away: what is not permanent is forgotten; all, if it goes away. */
  void flush(NetDevice device, boolean all) {
    for (Neighbour4 neighbour : all()) {
      if (neighbour.device == device && (all || neighbour.state != Neighbour4.PERMANENT)) {
        remove(neighbour);
      }
    }
  }

  private static void dropQueue(Neighbour4 neighbour) {
    neighbour.queue.forEach(Packet::release);
    neighbour.queue.clear();
    neighbour.queuedOctets = 0;
  }

  private static void cancel(Neighbour4 neighbour) {
    if (neighbour.timer != null) {
      neighbour.timer.cancel();
    }
  }

  private static void arm(Neighbour4 neighbour, long delay) {
    if (neighbour.timer != null) {
      neighbour.timer.arm(delay);
    }
  }

  // ---- output

  /** Sends an IPv4 packet to a neighbour, now or once its link address is known. */
  void output(Packet packet, NetDevice device, int nextHop) {
    Neighbour4 neighbour = find(device, nextHop);
    if (neighbour == null) {
      neighbour = make(device, nextHop);
    }
    neighbour.used = now();
    if ((neighbour.state & (Neighbour4.CONNECTED | Neighbour4.DELAY | Neighbour4.PROBE)) != 0) {
      transmit(packet, neighbour);
    } else if (neighbour.state == Neighbour4.STALE) {
      change(neighbour, Neighbour4.DELAY);
      arm(neighbour, DELAY_BEFORE_PROBE);
      transmit(packet, neighbour);
    } else {
      queue(packet, neighbour);
    }
  }

  private void queue(Packet packet, Neighbour4 neighbour) {
    if (neighbour.state != Neighbour4.INCOMPLETE) {
      change(neighbour, Neighbour4.INCOMPLETE);
      neighbour.probes = 0;
      neighbour.queue.add(packet);
      neighbour.queuedOctets = room(packet);
      probe(neighbour);
      return;
    }
    while (neighbour.queuedOctets + room(packet) > QUEUED_OCTETS) {
      Packet oldest = neighbour.queue.poll();
      if (oldest == null) {
        break;
      }
      neighbour.queuedOctets -= room(oldest);
      oldest.release();
    }
    neighbour.queue.add(packet);
    neighbour.queuedOctets += room(packet);
  }

  /** What Linux counts a packet for ({@code skb->truesize}). */
  private static int room(Packet packet) {
    return packet.bytes.length + 256;
  }

  private static void transmit(Packet packet, Neighbour4 neighbour) {
    frame(packet, neighbour.mac, neighbour.device.mac(), EtherType.IPV4);
    neighbour.device.transmit(packet);
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
    Neighbour4 neighbour = find(device, address);
    if (neighbour != null) {
      neighbour.confirmed = now();
    }
  }

  // ---- states

  private void change(Neighbour4 neighbour, int state) {
    neighbour.state = state;
    neighbour.updated = now();
    ipv4.events().neighbour(neighbour);
  }

  private void expire(Neighbour4 neighbour) {
    switch (neighbour.state) {
      case Neighbour4.REACHABLE -> {
        long left = neighbour.confirmed + reachableTime - now();
        if (left > 0) {
          arm(neighbour, left);
        } else if (neighbour.used + DELAY_BEFORE_PROBE > now()) {
          change(neighbour, Neighbour4.DELAY);
          arm(neighbour, DELAY_BEFORE_PROBE);
        } else {
          change(neighbour, Neighbour4.STALE);
        }
      }
      case Neighbour4.DELAY -> {
        if (neighbour.confirmed + DELAY_BEFORE_PROBE >= now()) {
          change(neighbour, Neighbour4.REACHABLE);
          arm(neighbour, neighbour.confirmed + reachableTime - now());
        } else {
          change(neighbour, Neighbour4.PROBE);
          neighbour.probes = 0;
          probe(neighbour);
        }
      }
      case Neighbour4.PROBE, Neighbour4.INCOMPLETE -> {
        if (neighbour.probes < PROBES) {
          probe(neighbour);
        } else {
          fail(neighbour);
        }
      }
      default -> {}
    }
  }

  private void fail(Neighbour4 neighbour) {
    change(neighbour, Neighbour4.FAILED);
    for (Packet packet = neighbour.queue.poll(); packet != null; packet = neighbour.queue.poll()) {
      ipv4.linkFailure(packet);
    }
    neighbour.queuedOctets = 0;
  }

  private void probe(Neighbour4 neighbour) {
    neighbour.probes++;
    arm(neighbour, RETRANSMIT);
    boolean unicast = neighbour.state == Neighbour4.PROBE;
    send(
        neighbour.device,
        ArpView.REQUEST,
        unicast ? neighbour.mac : BROADCAST,
        source(neighbour),
        0,
        neighbour.address);
  }

  /** The address to ask with: the waiting packet's own if it is ours ({@code arp_solicit}). */
  private int source(Neighbour4 neighbour) {
    Packet packet = neighbour.queue.peek();
    Interface4 in = ipv4.interfaceOf(neighbour.device);
    int announce = in.larger(Conf4.ARP_ANNOUNCE);
    if (packet != null && announce < 2) {
      int source = get32(packet.bytes, packet.network + Ipv4View.SOURCE);
      boolean fits = announce == 0 || in.onLink(neighbour.address, source);
      if (fits && ipv4.routes().type(source) == RouteType.LOCAL) {
        return source;
      }
    }
    return ipv4.selectSource(neighbour.device, neighbour.address, Route4.SCOPE_LINK);
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
    device.transmit(packet);
  }

  // ---- input

  /** Takes an ARP packet ({@code arp_process}). */
  void receive(Packet packet, NetDevice device) {
    if (packet.type != Packet.Type.OTHERHOST
        && !device.isLoopback()
        && arp.wrap(packet.bytes, packet.network, packet.end)
        && (arp.operation() == ArpView.REQUEST || arp.operation() == ArpView.REPLY)) {
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
    Neighbour4 neighbour = find(device, sender);
    if (neighbour != null) {
      boolean override =
          neighbour.updated + LOCK < now() || neighbour.state == Neighbour4.INCOMPLETE;
      boolean solicited = !request && packet.type == Packet.Type.HOST;
      update(neighbour, mac, solicited ? Neighbour4.REACHABLE : Neighbour4.STALE, override);
    }
  }

  private boolean answers(NetDevice device, int sender, int target) {
    Interface4 in = ipv4.interfaceOf(device);
    if (ipv4.routes().type(target) == RouteType.LOCAL) {
      return switch (in.larger(Conf4.ARP_IGNORE)) {
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
    Route4 route = ipv4.routes().lookup(target);
    return route != null && route.type() == RouteType.UNICAST && route.device() != device;
  }

  private void learnFromRequest(NetDevice device, int sender, long mac) {
    Neighbour4 neighbour = find(device, sender);
    if (neighbour == null) {
      neighbour = make(device, sender);
    }
    update(neighbour, mac, Neighbour4.STALE, true);
  }

  /** What a message says of a neighbour ({@code neigh_update}). */
  void update(Neighbour4 neighbour, long mac, int state, boolean override) {
    if ((neighbour.state & (Neighbour4.NOARP | Neighbour4.PERMANENT)) != 0) {
      return;
    }
    boolean sameMac = neighbour.isValid() && neighbour.mac == mac;
    if (neighbour.isValid() && !sameMac && !override) {
      return;
    }
    if ((state & Neighbour4.CONNECTED) != 0) {
      neighbour.confirmed = now();
    }
    boolean keepsState =
        sameMac && state == Neighbour4.STALE && (neighbour.state & Neighbour4.VALID) != 0;
    if (keepsState) {
      return;
    }
    neighbour.mac = mac;
    set(neighbour, state);
  }

  /** Sets a state, and sends what waited if the link address is known now. */
  void set(Neighbour4 neighbour, int state) {
    cancel(neighbour);
    if (state == Neighbour4.REACHABLE) {
      arm(neighbour, reachableTime);
    }
    if (neighbour.state != state) {
      change(neighbour, state);
    }
    if (neighbour.isValid()) {
      for (Packet packet = neighbour.queue.poll();
          packet != null;
          packet = neighbour.queue.poll()) {
        output(packet, neighbour.device, neighbour.address);
      }
      neighbour.queuedOctets = 0;
    }
  }
}
