package dev.dejima.netstack.netfilter;

import static dev.dejima.packet.NetworkOrder.get16;
import static dev.dejima.packet.NetworkOrder.get32;
import static dev.dejima.packet.NetworkOrder.put16;
import static dev.dejima.packet.NetworkOrder.put32;

import dev.dejima.kernel.KernelException;
import dev.dejima.kernel.NetlinkException;
import dev.dejima.kernel.conntrack.ConntrackMessage;
import dev.dejima.kernel.conntrack.GetConntracks;
import dev.dejima.kernel.conntrack.NewConntrack;
import dev.dejima.netstack.Device;
import dev.dejima.netstack.Packet;
import dev.dejima.nft.expr.Expr;
import dev.dejima.nft.expr.Family;
import dev.dejima.nft.expr.GetRules;
import dev.dejima.nft.expr.HookNumber;
import dev.dejima.nft.expr.NewRule;
import dev.dejima.nft.expr.NftMessage;
import dev.dejima.packet.Checksum;
import dev.dejima.packet.Ipv4Address;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A router's netfilter between two devices, and IPv4 packets to send through it. */
public final class Router implements AutoCloseable {
  public static final int FIN = 1;
  public static final int SYN = 2;
  public static final int RST = 4;
  public static final int ACK = 16;

  final FakeHost host = new FakeHost();
  final Device inside = new FakeHost.FakeDevice(2, "inside");
  final Device outside = new FakeHost.FakeDevice(3, "outside");
  final NetfilterCore core;

  public Router() {
    try (var _ = host.loop.enter()) {
      core = new NetfilterCore(host);
    }
  }

  /** Commits a batch. */
  public void nft(NftMessage... batch) {
    try {
      core.nfTables().commit(List.of(batch));
    } catch (NetlinkException e) {
      throw new AssertionError(e.refusals().toString(), e);
    }
  }

  /** Commits a batch that is refused; answers how: index and errno of each refusal. */
  public List<String> refused(NftMessage... batch) {
    try {
      core.nfTables().commit(List.of(batch));
    } catch (NetlinkException e) {
      return e.refusals().stream().map(refusal -> refusal.index() + " " + refusal.errno()).toList();
    }
    return List.of();
  }

  List<NftMessage> dump(NftMessage message) {
    try {
      return core.nfTables().dump(message);
    } catch (NetlinkException e) {
      throw new AssertionError(e);
    }
  }

  List<NewRule> rules(String table, String chain) {
    return dump(new GetRules(Family.UNSPEC, table, chain)).stream()
        .map(NewRule.class::cast)
        .toList();
  }

  /** The packets a rule's first counter has seen. */
  long counted(String table, String chain, int index) {
    for (Expr expr : rules(table, chain).get(index).exprs()) {
      if (expr instanceof dev.dejima.nft.expr.Counter counter) {
        return counter.packets();
      }
    }
    throw new AssertionError("no counter");
  }

  /** Sets a variable of connection tracking. */
  void set(String variable, String value) throws KernelException {
    Objects.requireNonNull(host.sysctls.get("net/netfilter/nf_conntrack_" + variable)).write(value);
  }

  /** Lets virtual time pass. */
  void advance(double seconds) {
    try (var _ = host.loop.enter()) {
      host.loop.runFor((long) (seconds * 1e9));
    }
  }

  List<NewConntrack> flows() {
    try {
      List<NewConntrack> flows = new ArrayList<>();
      for (ConntrackMessage message : core.conntrack().dump(new GetConntracks(0))) {
        flows.add((NewConntrack) message);
      }
      return flows;
    } catch (NetlinkException e) {
      throw new AssertionError(e);
    }
  }

  NewConntrack flow() {
    List<NewConntrack> flows = flows();
    if (flows.size() != 1) {
      throw new AssertionError(flows.toString());
    }
    return flows.getFirst();
  }

  private static int address(String text) {
    return Ipv4Address.parse(text).value();
  }

  Packet ip(String source, String destination, int protocol, int length) {
    Packet packet = host.pool.allocate(20 + length);
    byte[] b = packet.bytes;
    int n = packet.network;
    java.util.Arrays.fill(b, n, packet.end, (byte) 0);
    b[n] = 0x45;
    put16(b, n + 2, 20 + length);
    put16(b, n + 6, 0x4000);
    b[n + 8] = 64;
    b[n + 9] = (byte) protocol;
    put32(b, n + 12, address(source));
    put32(b, n + 16, address(destination));
    put16(b, n + 10, Checksum.of(b, n, n + 20));
    packet.transport = n + 20;
    packet.etherType = 0x0800;
    packet.protocol = protocol;
    return packet;
  }

  void finish(Packet packet, int checksum) {
    byte[] b = packet.bytes;
    int n = packet.network;
    long pseudo =
        packet.protocol == 1
            ? 0
            : Checksum.pseudo(
                get32(b, n + 12), get32(b, n + 16), packet.protocol, packet.transportLength());
    put16(
        b,
        packet.transport + checksum,
        Checksum.finish(pseudo + Checksum.sum(b, packet.transport, packet.end)));
  }

  Packet udp(String source, int sport, String destination, int dport) {
    Packet packet = ip(source, destination, 17, 12);
    put16(packet.bytes, packet.transport, sport);
    put16(packet.bytes, packet.transport + 2, dport);
    put16(packet.bytes, packet.transport + 4, 12);
    finish(packet, 6);
    return packet;
  }

  Packet tcp(String source, int sport, String destination, int dport, int flags, int seq, int ack) {
    return tcp(source, sport, destination, dport, flags, seq, ack, 0);
  }

  Packet tcp(
      String source,
      int sport,
      String destination,
      int dport,
      int flags,
      int seq,
      int ack,
      int data) {
    Packet packet = ip(source, destination, 6, 20 + data);
    byte[] b = packet.bytes;
    int t = packet.transport;
    put16(b, t, sport);
    put16(b, t + 2, dport);
    put32(b, t + 4, seq);
    put32(b, t + 8, ack);
    b[t + 12] = 0x50;
    b[t + 13] = (byte) flags;
    put16(b, t + 14, 64_240);
    finish(packet, 16);
    return packet;
  }

  Packet echo(String source, String destination, boolean request, int id) {
    Packet packet = ip(source, destination, 1, 8);
    packet.bytes[packet.transport] = (byte) (request ? 8 : 0);
    put16(packet.bytes, packet.transport + 4, id);
    finish(packet, 2);
    return packet;
  }

  /** An ICMP error that carries the first octets of a packet. */
  Packet error(String source, String destination, int type, int code, Packet about) {
    int length = Math.min(about.length(), 28);
    Packet packet = ip(source, destination, 1, 8 + length);
    packet.bytes[packet.transport] = (byte) type;
    packet.bytes[packet.transport + 1] = (byte) code;
    System.arraycopy(about.bytes, about.network, packet.bytes, packet.transport + 8, length);
    finish(packet, 2);
    return packet;
  }

  boolean hook(HookNumber hook, Packet packet, @Nullable Device in, @Nullable Device out) {
    return core.hook(hook, Family.IP, packet, in, out);
  }

  /** From one side to the other through the three hooks; answers whether it came through. */
  boolean forward(Packet packet, Device in, Device out) {
    packet.in = in;
    packet.out = out;
    return hook(HookNumber.PREROUTING, packet, in, null)
        && hook(HookNumber.FORWARD, packet, in, out)
        && hook(HookNumber.POSTROUTING, packet, in, out);
  }

  boolean toOutside(Packet packet) {
    return forward(packet, inside, outside);
  }

  boolean toInside(Packet packet) {
    return forward(packet, outside, inside);
  }

  static String source(Packet packet) {
    return endpoint(packet, 12, 0);
  }

  static String destination(Packet packet) {
    return endpoint(packet, 16, 2);
  }

  private static String endpoint(Packet packet, int offset, int portOffset) {
    String address = new Ipv4Address(get32(packet.bytes, packet.network + offset)).toString();
    boolean ports = packet.protocol == 6 || packet.protocol == 17;
    return ports ? address + ":" + get16(packet.bytes, packet.transport + portOffset) : address;
  }

  /** Whether the IP header's checksum and the transport's are right. */
  static boolean checksumsValid(Packet packet) {
    byte[] b = packet.bytes;
    int n = packet.network;
    long pseudo =
        packet.protocol == 1
            ? 0
            : Checksum.pseudo(
                get32(b, n + 12), get32(b, n + 16), packet.protocol, packet.transportLength());
    return Checksum.isValid(Checksum.sum(b, n, n + 20))
        && Checksum.isValid(pseudo + Checksum.sum(b, packet.transport, packet.end));
  }

  @Override
  public void close() {
    host.loop.close();
  }
}
