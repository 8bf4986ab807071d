package dev.dejima.packet.print;

import dev.dejima.packet.ArpPacket;
import dev.dejima.packet.Bytes;
import dev.dejima.packet.Checksum;
import dev.dejima.packet.EtherType;
import dev.dejima.packet.EthernetHeader;
import dev.dejima.packet.IcmpHeader;
import dev.dejima.packet.IcmpType;
import dev.dejima.packet.IcmpView;
import dev.dejima.packet.Icmpv6Type;
import dev.dejima.packet.IpAddress;
import dev.dejima.packet.IpProtocol;
import dev.dejima.packet.Ipv4Address;
import dev.dejima.packet.Ipv4Header;
import dev.dejima.packet.Ipv6Address;
import dev.dejima.packet.Ipv6Header;
import dev.dejima.packet.MacAddress;
import dev.dejima.packet.NetworkOrder;
import dev.dejima.packet.TcpHeader;
import dev.dejima.packet.TcpOption;
import dev.dejima.packet.TcpView;
import dev.dejima.packet.UdpHeader;
import dev.dejima.packet.UdpView;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Makes Ethernet frames of all that is printed, whole, damaged and cut off; same seed, same frames.
 */
final class FrameGenerator {
  /** Ports that tcpdump knows no application protocol for. */
  private static final int[] UNNAMED = {54321, 40154, 12345, 1234, 33000, 50123};

  private static final int[] UNDECODED = {3, 7, 61, 99, 143, 200, 253, 255, 59, 77};

  /** Ports with names, which tcpdump knows no protocol for either. */
  private static final int[] NAMED = {54321, 3306, 5432, 993, 1194, 3493, 2430, 27374, 587};

  private final Random random;
  private int[] ports = UNNAMED;

  FrameGenerator(long seed) {
    random = new Random(seed);
  }

  /** A frame, and how long it was before it was cut off. */
  record Frame(Bytes captured, int length) {}

  /** Frames of IPv4 with ports and protocols that have names. */
  List<Frame> named(int count) {
    ports = NAMED;
    List<Frame> frames = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      byte[] whole = ethernet(EtherType.IPV4, chance(3) ? icmp() : v4());
      frames.add(new Frame(Bytes.of(whole), whole.length));
    }
    return frames;
  }

  /** Segments of HTTP over IPv4, some cut off, and of other text at its ports. */
  List<Frame> http(int count) {
    String[] texts = {
      "GET / HTTP/1.1\r\nHost: lan\r\n\r\n",
      "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi",
      "get /lower\n",
      "POST /unfinished HTTP",
      "hello, world\n",
      "HTTP/1.0  404",
      "GET /\rodd\n",
      "DELETE\t/x\u0001\n",
      "HTTP/1.1 2000 no\r\n",
      "\r\n",
    };
    List<Frame> frames = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Bytes text = Bytes.of(texts[i % texts.length].getBytes(StandardCharsets.ISO_8859_1));
      TcpHeader header = new TcpHeader(pick(80, 8080, 50000), 80, 1, 1, 0x18, 500, 0, 0, List.of());
      byte[] packet = new byte[20 + text.length()];
      text.copyTo(packet, header.emit(packet, 0));
      byte[] whole = ethernet(EtherType.IPV4, ipv4(6, address(), address(), true, packet));
      int kept = chance(3) ? 54 + random.nextInt(text.length()) : whole.length;
      frames.add(new Frame(Bytes.of(whole, 0, kept), whole.length));
    }
    return frames;
  }

  List<Frame> frames(int count, int linkType) {
    List<Frame> frames = new ArrayList<>();
    while (frames.size() < count) {
      byte[] whole = frame();
      damage(whole);
      whole = relink(whole, linkType);
      int kept = chance(4) ? 1 + random.nextInt(whole.length) : whole.length;
      frames.add(new Frame(Bytes.of(whole, 0, kept), whole.length));
    }
    return frames;
  }

  /** Puts another link-layer header in place of that of Ethernet. */
  private byte[] relink(byte[] frame, int linkType) {
    Bytes payload = Bytes.of(frame).slice(14, frame.length);
    boolean ip = NetworkOrder.get16(frame, 12) != EtherType.ARP && !payload.isEmpty();
    return switch (linkType) {
      case TcpdumpPrinter.RAW ->
          (ip ? payload : Bytes.of(ipv4(6, address(), address(), true, octets(3)))).toArray();
      case TcpdumpPrinter.LINUX_SLL2 -> {
        Bytes type = Bytes.of(frame, 12, 2);
        Bytes rest = Bytes.ofHex("00000000270f0001").concat(Bytes.bigEndian(random.nextInt(6), 1));
        Bytes address = chance(4) ? Bytes.of(new byte[9]) : Bytes.ofHex("060200000000010000");
        yield type.concat(rest).concat(address).concat(payload).toArray();
      }
      default -> frame;
    };
  }

  private boolean chance(int oneIn) {
    return random.nextInt(oneIn) == 0;
  }

  private int pick(int... of) {
    return of[random.nextInt(of.length)];
  }

  private byte[] octets(int most) {
    byte[] octets = new byte[random.nextInt(most + 1)];
    random.nextBytes(octets);
    return octets;
  }

  /** Changes an octet behind the types that choose the printer. */
  private void damage(byte[] frame) {
    if (chance(3) && frame.length > 38) {
      int[] keep = {12, 13, 20, 23, 34, 35, 36, 37};
      int at = 14 + random.nextInt(frame.length - 14);
      boolean kept = java.util.Arrays.stream(keep).anyMatch(k -> k == at);
      frame[at] = kept ? frame[at] : (byte) random.nextInt();
    }
  }

  private byte[] frame() {
    int kind = random.nextInt(24);
    byte[] frame =
        switch (kind) {
          case 0 -> ethernet(EtherType.ARP, arp());
          case 1 -> ethernet(pick(0x88b5, 0x9999, 0x88cb), octets(40));
          case 2, 3, 4, 5, 6, 7, 8 -> ethernet(EtherType.IPV4, v4());
          case 9, 10, 11, 12 -> ethernet(EtherType.IPV4, icmp());
          case 13, 14, 15, 16 -> ethernet(EtherType.IPV6, v6());
          case 17, 18, 19, 20 -> ethernet(EtherType.IPV6, icmpv6());
          case 21 -> ethernet(EtherType.IPV4, igmp());
          case 22 -> ethernet(EtherType.IPV6, extended());
          default -> ethernet(pick(EtherType.VLAN, EtherType.QINQ), tagged());
        };
    return chance(5) ? Bytes.of(frame).concat(Bytes.of(octets(10))).toArray() : frame;
  }

  private byte[] ethernet(int type, byte[] payload) {
    byte[] frame = new byte[14 + payload.length];
    new EthernetHeader(mac(), mac(), type).emit(frame, 0);
    System.arraycopy(payload, 0, frame, 14, payload.length);
    return frame;
  }

  private byte[] tagged() {
    byte[] inner = chance(2) ? v4() : v6();
    int type = inner[0] >>> 4 == 4 ? EtherType.IPV4 : EtherType.IPV6;
    Bytes tag = Bytes.bigEndian(random.nextInt(0x10000), 2).concat(Bytes.bigEndian(type, 2));
    return tag.concat(Bytes.of(inner)).toArray();
  }

  private MacAddress mac() {
    return new MacAddress(0x020000000000L | random.nextInt(4));
  }

  private Ipv4Address address() {
    return new Ipv4Address(pick(0xc0000201, 0xc00002fe, 0xcb007101, 0xcb0071fe, 0xe0000001));
  }

  private Ipv6Address addressV6() {
    long low = pick(1, 2, 0x01020304, 0xfffe);
    return switch (random.nextInt(4)) {
      case 0 -> new Ipv6Address(0x20010db800000000L, low);
      case 1 -> new Ipv6Address(0xfe80000000000000L, 0x0200_00ff_fe00_0000L | low);
      case 2 -> new Ipv6Address(0, chance(2) ? low : 0xffff_0000_0000L | low);
      default -> new Ipv6Address(0xff02000000000000L, low);
    };
  }

  private byte[] arp() {
    byte[] bytes = new byte[28];
    MacAddress target = chance(2) ? MacAddress.ZERO : mac();
    new ArpPacket(pick(1, 1, 2, 2, 3, 4, 8, 9, 10, 77), mac(), address(), target, address())
        .emit(bytes, 0);
    return bytes;
  }

  /** An IPv4 packet around a payload, with options and fragments now and then. */
  private byte[] ipv4(
      int protocol, Ipv4Address source, Ipv4Address destination, boolean whole, byte[] payload) {
    Ipv4Header header =
        new Ipv4Header(
            chance(3) ? random.nextInt(256) : 0,
            payload.length,
            random.nextInt(0x10000),
            chance(2),
            !whole && chance(8),
            !whole && chance(10) ? 8 * random.nextInt(200) : 0,
            chance(9) ? 0 : 64,
            protocol,
            source,
            destination,
            !whole && chance(6) ? ipOptions() : Bytes.EMPTY);
    byte[] packet = new byte[header.length() + payload.length];
    System.arraycopy(payload, 0, packet, header.emit(packet, 0), payload.length);
    return packet;
  }

  private Bytes ipOptions() {
    return switch (random.nextInt(5)) {
      case 0 -> Bytes.ofHex("94040000");
      case 1 -> Bytes.ofHex("070b08c0000201000000000000").padTo(16).slice(0, 12);
      case 2 -> Bytes.ofHex("8307040a0a0a0101");
      case 3 -> Bytes.ofHex("440c0500000000000000000101010000").slice(0, 16);
      default -> Bytes.of(octets(40)).padTo(40).slice(0, 4 * (1 + random.nextInt(10)));
    };
  }

  private byte[] v4() {
    Ipv4Address source = address();
    Ipv4Address destination = address();
    return switch (random.nextInt(8)) {
      case 0, 1, 2, 3 -> ipv4(6, source, destination, false, tcp(source, destination));
      case 4, 5 -> ipv4(17, source, destination, false, udp(source, destination));
      case 6 -> ipv4(pick(UNDECODED), source, destination, false, octets(30));
      default -> ipv4(4, source, destination, false, v4());
    };
  }

  private byte[] tcp(IpAddress source, IpAddress destination) {
    List<TcpOption> options = new ArrayList<>();
    if (chance(2)) {
      options.add(new TcpOption.Mss(1460));
      options.add(new TcpOption.SackPermitted());
      options.add(new TcpOption.Timestamps(random.nextInt(), random.nextInt()));
      options.add(new TcpOption.Nop());
      options.add(new TcpOption.WindowScale(random.nextInt(15)));
    } else if (chance(2)) {
      options.add(new TcpOption.Sack(List.of(new TcpOption.SackBlock(random.nextInt(), 99))));
    } else if (chance(2)) {
      options.add(tcpOption());
    }
    byte[] payload = chance(2) ? new byte[0] : octets(30);
    TcpHeader header =
        new TcpHeader(
            pick(ports),
            pick(ports),
            chance(3) ? random.nextInt() : 1000 + random.nextInt(100),
            chance(3) ? random.nextInt() : 2000 + random.nextInt(100),
            chance(5) ? random.nextInt(256) : pick(0x02, 0x12, 0x10, 0x18, 0x11, 0x14, 0x04),
            random.nextInt(0x10000),
            chance(2) ? 0x1234 : 0,
            random.nextInt(9),
            options);
    byte[] segment = new byte[header.length() + payload.length];
    System.arraycopy(payload, 0, segment, header.emit(segment, 0), payload.length);
    TcpView view = new TcpView();
    if (header.checksum() == 0 && view.wrap(segment, 0, segment.length)) {
      view.fillChecksum(Checksum.pseudo(source, destination, 6, segment.length));
    }
    return segment;
  }

  private TcpOption tcpOption() {
    int kind = pick(2, 3, 4, 5, 6, 7, 8, 11, 12, 13, 19, 20, 28, 29, 34, 77, 253, 254, 255);
    byte[] data = octets(20);
    if (kind == 254 && data.length > 1 && chance(2)) {
      NetworkOrder.put16(data, 0, 0xf989);
    }
    return new TcpOption.Unknown(kind, Bytes.of(data));
  }

  private byte[] udp(IpAddress source, IpAddress destination) {
    byte[] payload = octets(30);
    byte[] datagram = new byte[8 + payload.length];
    int said = chance(6) ? random.nextInt(60) : payload.length;
    new UdpHeader(pick(ports), pick(ports), said, chance(3) ? 0 : 0x4321).emit(datagram, 0);
    System.arraycopy(payload, 0, datagram, 8, payload.length);
    UdpView view = new UdpView();
    if (chance(2) && view.wrap(datagram, 0, datagram.length)) {
      view.fillChecksum(Checksum.pseudo(source, destination, 17, datagram.length));
    }
    return datagram;
  }

  private byte[] message(IcmpHeader header, byte[] payload) {
    byte[] message = new byte[8 + payload.length];
    header.emit(message, 0);
    System.arraycopy(payload, 0, message, 8, payload.length);
    return message;
  }

  private byte[] icmp() {
    int type = pick(0, 3, 3, 3, 4, 5, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 40);
    int rest = chance(2) ? random.nextInt() : random.nextInt(1500);
    byte[] payload = IcmpType.isError(type) ? quoted(v4()) : octets(30);
    if (type == 9 && chance(2)) {
      rest = 0x02020000 | random.nextInt(0x10000);
      payload = Bytes.of(payload).padTo(16).toArray();
    }
    byte[] message = message(new IcmpHeader(type, random.nextInt(17), 0, rest), payload);
    IcmpView view = new IcmpView();
    if (!chance(4) && view.wrap(message, 0, message.length)) {
      view.fillChecksum(0);
    }
    return ipv4(IpProtocol.ICMP, address(), address(), !chance(4), message);
  }

  private byte[] quoted(byte[] packet) {
    return chance(2) ? packet : java.util.Arrays.copyOf(packet, Math.min(28, packet.length));
  }

  private byte[] igmp() {
    byte[] message = Bytes.of(octets(24)).padTo(8).toArray();
    message[0] = (byte) pick(0x11, 0x12, 0x16, 0x17, 0x22, 0x55);
    if (message[0] == 0x22) {
      message = Bytes.ofHex("2200f9fc000000010400000" + "0e0000016").toArray();
    }
    return ipv4(IpProtocol.IGMP, address(), address(), true, message);
  }

  private byte[] ipv6(int next, Ipv6Address source, Ipv6Address destination, byte[] payload) {
    byte[] packet = new byte[40 + payload.length];
    int trafficClass = chance(4) ? random.nextInt(256) : 0;
    int label = chance(3) ? random.nextInt(0x100000) : 0;
    new Ipv6Header(trafficClass, label, payload.length, next, 64, source, destination)
        .emit(packet, 0);
    System.arraycopy(payload, 0, packet, 40, payload.length);
    return packet;
  }

  private byte[] v6() {
    Ipv6Address source = addressV6();
    Ipv6Address destination = addressV6();
    return switch (random.nextInt(6)) {
      case 0, 1, 2 -> ipv6(6, source, destination, tcp(source, destination));
      case 3, 4 -> ipv6(17, source, destination, udp(source, destination));
      default -> ipv6(pick(UNDECODED), source, destination, octets(20));
    };
  }

  private byte[] icmpv6() {
    Ipv6Address source = addressV6();
    Ipv6Address destination = addressV6();
    byte[] message = messageV6();
    IcmpView view = new IcmpView();
    if (!chance(4) && view.wrap(message, 0, message.length)) {
      view.fillChecksum(Checksum.pseudo(source, destination, 58, message.length));
    }
    return ipv6(IpProtocol.ICMPV6, source, destination, message);
  }

  private byte[] messageV6() {
    int type = pick(1, 1, 2, 3, 4, 128, 129, 130, 131, 132, 133, 134, 135, 136, 137, 141, 143, 220);
    int rest = chance(2) ? random.nextInt() : random.nextInt(4) << 16;
    byte[] payload =
        switch (type) {
          case 1, 2, 3, 4 -> quoted(v6());
          case Icmpv6Type.LISTENER_REPORT_V2 -> {
            rest = 1;
            Bytes group = addressV6().toBytes();
            yield Bytes.ofHex("04000000").concat(group).toArray();
          }
          case 130, 131, 132 -> addressV6().toBytes().concat(Bytes.of(octets(4))).toArray();
          case 133 -> ndpOptions().toArray();
          case 134 -> Bytes.of(new byte[8]).concat(ndpOptions()).toArray();
          case 135, 136 -> addressV6().toBytes().concat(ndpOptions()).toArray();
          case 137 ->
              addressV6().toBytes().concat(addressV6().toBytes()).concat(ndpOptions()).toArray();
          default -> octets(30);
        };
    return message(new IcmpHeader(type, chance(2) ? 0 : random.nextInt(7), 0, rest), payload);
  }

  private Bytes ndpOptions() {
    Bytes options = Bytes.EMPTY;
    for (int i = random.nextInt(3); i > 0; i--) {
      options = options.concat(ndpOption());
    }
    return options;
  }

  private Bytes ndpOption() {
    return switch (random.nextInt(8)) {
      case 0 -> Bytes.ofHex("0101").concat(mac().toBytes());
      case 1 -> Bytes.ofHex("0201").concat(mac().toBytes());
      case 2 -> Bytes.ofHex("030440c000093a80ffffffff00000000").concat(addressV6().toBytes());
      case 3 -> Bytes.ofHex("05010000000005dc");
      case 4 -> Bytes.ofHex("1903000000000e10").concat(addressV6().toBytes());
      case 5 -> Bytes.ofHex("180240080000070820010db800000000");
      case 6 -> Bytes.ofHex("1f03000000000e10076578616d706c6503636f6d00000000");
      default -> Bytes.ofHex("0e01aabbccddeeff");
    };
  }

  /** An IPv6 packet with extension headers. */
  private byte[] extended() {
    Ipv6Address source = addressV6();
    Ipv6Address destination = addressV6();
    Bytes upper = Bytes.of(chance(2) ? tcp(source, destination) : tcp(destination, source));
    int next = 6;
    for (int i = random.nextInt(3); i >= 0; i--) {
      int kind = pick(0, 43, 44, 60, 60);
      Bytes header =
          switch (kind) {
            case 0 ->
                Bytes.ofHex(
                    chance(2) ? "0005020000010000" : "000104000000c90000000000010000" + "00");
            case 43 ->
                Bytes.ofHex("0002" + (chance(2) ? "00" : "04") + "0100000000")
                    .concat(addressV6().toBytes());
            case 44 ->
                Bytes.ofHex("0000")
                    .concat(Bytes.bigEndian(pick(1, 0, 8, 1449), 2))
                    .concat(Bytes.bigEndian(random.nextInt(), 4));
            default -> Bytes.ofHex("0000010400000000");
          };
      byte[] octets = header.toArray();
      octets[0] = (byte) next;
      if (kind == 0) {
        octets[1] = (byte) (octets.length / 8 - 1);
      }
      upper = Bytes.of(octets).concat(upper);
      next = kind;
    }
    return ipv6(next, source, destination, upper.toArray());
  }
}
