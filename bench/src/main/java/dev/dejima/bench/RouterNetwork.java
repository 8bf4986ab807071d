package dev.dejima.bench;

import dev.dejima.kernel.Capture;
import dev.dejima.kernel.CaptureOptions;
import dev.dejima.kernel.KernelException;
import dev.dejima.kernel.KernelOptions;
import dev.dejima.kernel.Namespace;
import dev.dejima.kernel.conntrack.ConntrackMessage;
import dev.dejima.kernel.conntrack.GetConntracks;
import dev.dejima.kernel.conntrack.NewConntrack;
import dev.dejima.kernel.rtnetlink.NewNeighbour;
import dev.dejima.lab.Lab;
import dev.dejima.lab.run.Network;
import dev.dejima.netstack.NetNamespace;
import dev.dejima.netstack.Netstack;
import dev.dejima.netstack.Packet;
import dev.dejima.netstack.link.NetDevice;
import dev.dejima.netstack.sched.EventLoop;
import dev.dejima.nft.expr.Counter;
import dev.dejima.nft.expr.Expr;
import dev.dejima.nft.expr.Family;
import dev.dejima.nft.expr.GetRules;
import dev.dejima.nft.expr.NewFlag;
import dev.dejima.nft.expr.NewRule;
import dev.dejima.nft.expr.NftMessage;
import dev.dejima.packet.EthernetView;
import dev.dejima.packet.Ipv4Address;
import dev.dejima.packet.Ipv4View;
import dev.dejima.packet.MacAddress;
import dev.dejima.packet.TcpView;
import java.util.Optional;
import java.util.Set;

/**
 * A router between two links on the Java kernel, driven packet by packet: what is put on one link
 * comes out of the other, through every hook.
 *
 * <p>The hosts at both ends are not there: the router has permanent neighbours with link addresses
 * that are nobody's, so the far ends of the links count frames and throw them away. The clock
 * stands still.
 */
final class RouterNetwork implements AutoCloseable {
  /** Packets that go one way before as many go the other. */
  static final int BURST = 64;

  static final Ipv4Address SERVER = Ipv4Address.parse("192.0.2.1");
  static final Ipv4Address OUTER = Ipv4Address.parse("203.0.113.254");
  static final int PORT = 54321;
  private static final Ipv4Address UPLINK = Ipv4Address.parse("203.0.113.1");
  private static final int PERMANENT = 128;
  private static final int OCTETS = Segments.PAYLOAD;

  private final Netstack kernel;
  private final Network network;
  private final NetDevice lan;
  private final NetDevice wan;
  private final int flows;
  private final Segments request;
  private final Segments answer;
  private EventLoop.Entry entry = () -> {};

  /** Packets sent each way since the handshakes. */
  private long sent;

  /**
   * Starts a router and opens flows through it.
   *
   * @param address what clients take the server's address for
   */
  RouterNetwork(String ruleset, Ipv4Address address, int flows) throws Exception {
    this.flows = flows;
    this.kernel =
        new Netstack(
            KernelOptions.DEFAULT,
            text -> {
              throw new IllegalStateException(text);
            });
    this.network = Network.start(lab(ruleset), kernel);
    NetDevice inner = device("router", "gw0");
    NetDevice outer = device("router", "gw1");
    this.lan = device("lan", "lan0");
    this.wan = device("wan", "wan0");
    neighbour(inner, SERVER);
    neighbour(outer, UPLINK);
    int data = TcpView.ACK | TcpView.PSH;
    request = new Segments(outer.mac(), address, PORT, data, OCTETS, true);
    answer = new Segments(inner.mac(), SERVER, PORT, data, OCTETS, false);
    open(inner.mac(), outer.mac(), address);
  }

  private static Lab lab(String ruleset) {
    return Lab.named("benchmark")
        .node("lan", node -> node.device("lan0", "192.0.2.2/24"))
        .node(
            "router",
            node ->
                node.device("gw0", "192.0.2.254/24")
                    .device("gw1", "203.0.113.254/24")
                    .route("198.18.0.0/15", "203.0.113.1")
                    .sysctl("net.ipv4.ip_forward", "1")
                    .nftables(ruleset))
        .node("wan", node -> node.device("wan0", "203.0.113.2/24"))
        .link("lan:lan0", "router:gw0")
        .link("router:gw1", "wan:wan0")
        .build();
  }

  private NetDevice device(String node, String name) {
    NetDevice device = ((NetNamespace) network.namespace(node)).links().find(name);
    if (device == null) {
      throw new IllegalStateException("no device " + name);
    }
    return device;
  }

  private void neighbour(NetDevice device, Ipv4Address address) throws KernelException {
    MacAddress nobody = new MacAddress(0x0200_0000_0001L);
    router()
        .route()
        .request(
            new NewNeighbour(device.index(), address, nobody, PERMANENT, Set.of(NewFlag.CREATE)));
  }

  Namespace router() {
    return network.namespace("router");
  }

  private void open(long inner, long outer, Ipv4Address address) {
    Segments syn = new Segments(outer, address, PORT, TcpView.SYN, 0, true);
    Segments synAck = new Segments(inner, SERVER, PORT, TcpView.SYN | TcpView.ACK, 0, false);
    Segments ack = new Segments(outer, address, PORT, TcpView.ACK, 0, true);
    enter();
    for (int flow = 0; flow < flows; flow++) {
      send(wan, syn, flow, 0, 0);
      kernel.loop().runDeferred();
      send(lan, synAck, flow, 0, 1);
      kernel.loop().runDeferred();
      send(wan, ack, flow, 1, 1);
      kernel.loop().runDeferred();
    }
    leave();
    if (lan.counters().rxPackets < 2L * flows || wan.counters().rxPackets < flows) {
      throw new IllegalStateException("the handshakes did not come through");
    }
  }

  /** Takes the baton; to be called by the thread that sends. */
  void enter() {
    entry = kernel.loop().enter();
  }

  /** Gives the baton back. */
  void leave() {
    entry.close();
  }

  private void send(NetDevice from, Segments segments, int flow, int sequence, int acknowledgment) {
    Packet packet = kernel.packets().allocate(segments.length());
    segments.write(packet.bytes, packet.link, flow, sequence, acknowledgment);
    from.transmit(packet);
  }

  /**
   * Sends a burst to the server and one back, each packet of the next flow in turn.
   *
   * @throws IllegalStateException if not all came out at the other end
   */
  void exchange() {
    long toLan = lan.counters().rxPackets;
    long toWan = wan.counters().rxPackets;
    for (int i = 0; i < BURST; i++) {
      long number = sent + i;
      send(wan, request, (int) (number % flows), octets(number), octets(number - BURST));
    }
    kernel.loop().runDeferred();
    for (int i = 0; i < BURST; i++) {
      long number = sent + i;
      send(lan, answer, (int) (number % flows), octets(number), octets(number));
    }
    kernel.loop().runDeferred();
    sent += BURST;
    if (lan.counters().rxPackets != toLan + BURST || wan.counters().rxPackets != toWan + BURST) {
      throw new IllegalStateException("packets were lost");
    }
  }

  /** The sequence number, from 1, that a flow's segment begins with. */
  private int octets(long number) {
    return 1 + OCTETS * (int) (Math.max(number, 0) / flows);
  }

  /** Packets that went through, both ways together, since the handshakes. */
  long forwarded() {
    return 2 * sent;
  }

  /** What the first counter of a chain has seen. */
  long counted(String table, String chain) throws KernelException {
    for (NftMessage message : router().nfTables().dump(new GetRules(Family.IP, table, chain))) {
      for (Expr expr : ((NewRule) message).exprs()) {
        if (expr instanceof Counter counter) {
          return counter.packets();
        }
      }
    }
    throw new IllegalStateException("no counter in " + chain);
  }

  /** The tracked connections that are established, assured and translated. */
  long translatedFlows() throws KernelException {
    int wanted = NewConntrack.SEEN_REPLY | NewConntrack.ASSURED | NewConntrack.DST_NAT;
    long count = 0;
    for (ConntrackMessage message : router().conntrack().dump(new GetConntracks(0))) {
      if (message instanceof NewConntrack flow && flow.has(wanted)) {
        count++;
      }
    }
    return count;
  }

  /**
   * Exchanges a burst and looks at what comes out: addresses and ports translated, time to live
   * lowered, checksums right.
   *
   * @param address what clients take the server's address for
   */
  void verify(Ipv4Address address) throws KernelException {
    try (Capture atLan = network.namespace("lan").capture(CaptureOptions.of("lan0"));
        Capture atWan = network.namespace("wan").capture(CaptureOptions.of("wan0"))) {
      enter();
      exchange();
      leave();
      check("lan", BURST, received(atLan, SERVER, true));
      check("wan", BURST, received(atWan, address, false));
    }
  }

  private static void check(String what, long expected, long found) {
    if (expected != found) {
      throw new IllegalStateException(what + ": " + found + " instead of " + expected);
    }
  }

  private static int received(Capture capture, Ipv4Address server, boolean toServer)
      throws KernelException {
    int right = 0;
    for (Optional<Capture.Frame> next = capture.poll(); next.isPresent(); next = capture.poll()) {
      if (!next.get().outgoing() && isRight(next.get().bytes().toArray(), server, toServer)) {
        right++;
      }
    }
    return right;
  }

  private static boolean isRight(byte[] frame, Ipv4Address server, boolean toServer) {
    Ipv4View ip = new Ipv4View();
    TcpView tcp = new TcpView();
    return ip.wrap(frame, EthernetView.LENGTH, frame.length)
        && tcp.wrap(frame, ip.payloadOffset(), ip.end())
        && (toServer ? ip.destination() : ip.source()) == server.value()
        && (toServer ? tcp.destinationPort() : tcp.sourcePort()) == PORT
        && ip.ttl() == 63
        && tcp.payloadLength() == OCTETS
        && ip.hasValidChecksum()
        && tcp.hasValidChecksum(ip.pseudoSum());
  }

  @Override
  public void close() {
    network.close();
    kernel.close();
  }
}
