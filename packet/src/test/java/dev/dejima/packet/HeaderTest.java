package dev.dejima.packet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Headers as they were on a wire: a SYN from 203.0.113.1 to 203.0.113.254, port 54321. */
class HeaderTest {
  private static final byte[] SYN =
      Bytes.ofHex(
              "4500003c1c4640004006be7ccb007101cb0071fe9cdad431aa06e9a500000000a002faf0"
                  + "79c40000020405b40402080aad35fb910000000001030307")
          .toArray();

  @Test
  void aSynIsReadField() {
    Ipv4Header ip = Ipv4Header.parse(SYN, 0, SYN.length).orElseThrow();
    assertThat(ip)
        .isEqualTo(
            new Ipv4Header(
                0,
                40,
                0x1c46,
                true,
                false,
                0,
                64,
                IpProtocol.TCP,
                Ipv4Address.parse("203.0.113.1"),
                Ipv4Address.parse("203.0.113.254"),
                Bytes.EMPTY));
    TcpHeader tcp = TcpHeader.parse(SYN, 20, SYN.length).orElseThrow();
    assertThat(tcp.options())
        .containsExactly(
            new TcpOption.Mss(1460),
            new TcpOption.SackPermitted(),
            new TcpOption.Timestamps(0xad35fb91, 0),
            new TcpOption.Nop(),
            new TcpOption.WindowScale(7));
    assertThat(tcp.flags()).isEqualTo(TcpView.SYN);
    assertThat(SeqNumber.toLong(tcp.sequence())).isEqualTo(0xaa06e9a5L);
  }

  @Test
  void emittingWhatWasParsedGivesTheSameOctets() {
    byte[] again = new byte[SYN.length];
    int at = Ipv4Header.parse(SYN, 0, SYN.length).orElseThrow().emit(again, 0);
    at = TcpHeader.parse(SYN, at, SYN.length).orElseThrow().emit(again, at);
    assertThat(at).isEqualTo(SYN.length);
    Ipv4View ip = new Ipv4View();
    assertThat(ip.wrap(again, 0, again.length)).isTrue();
    TcpView tcp = new TcpView();
    assertThat(tcp.wrap(again, ip.payloadOffset(), ip.end())).isTrue();
    tcp.fillChecksum(ip.pseudoSum());
    byte[] expected = SYN.clone();
    TcpView original = new TcpView();
    assertThat(original.wrap(expected, 20, expected.length)).isTrue();
    original.fillChecksum(ip.pseudoSum());
    ip.wrap(expected, 0, expected.length);
    ip.fillChecksum();
    assertThat(again).isEqualTo(expected);
  }

  @Test
  void viewsReadOptionsWithoutAllocation() {
    TcpView tcp = new TcpView();
    assertThat(tcp.wrap(SYN, 20, SYN.length)).isTrue();
    assertThat(tcp.mss()).isEqualTo(1460);
    assertThat(tcp.windowScale()).isEqualTo(7);
    assertThat(tcp.sackPermitted()).isTrue();
    assertThat(NetworkOrder.get32(SYN, tcp.timestampsAt())).isEqualTo(0xad35fb91);
    assertThat(tcp.segmentLength()).isEqualTo(1);
  }

  @Test
  void aViewThatDoesNotFitSaysSoAndStaysWhereItWas() {
    Ipv4View ip = new Ipv4View();
    assertThat(ip.wrap(SYN, 0, SYN.length)).isTrue();
    assertThat(ip.wrap(SYN, 0, SYN.length - 1)).isFalse();
    assertThat(ip.wrap(SYN, 20, SYN.length)).isFalse();
    assertThat(ip.wrap(SYN, -1, SYN.length)).isFalse();
    assertThat(ip.wrap(SYN, 0, SYN.length + 1)).isFalse();
    assertThat(ip.end()).isEqualTo(60);
    assertThat(ip.wrapQuoted(SYN, 0, 28)).isTrue();
    assertThat(ip.end()).isEqualTo(28);
  }

  @Test
  void aTrailerIsNotPayload() {
    byte[] padded = Bytes.of(SYN).padTo(80).toArray();
    Ipv4View ip = new Ipv4View();
    assertThat(ip.wrap(padded, 0, padded.length)).isTrue();
    assertThat(ip.end()).isEqualTo(60);
    assertThat(ip.payloadLength()).isEqualTo(40);
  }

  @Test
  void loweringTheTtlKeepsTheChecksumRight() {
    byte[] packet = SYN.clone();
    Ipv4View ip = new Ipv4View();
    assertThat(ip.wrap(packet, 0, packet.length)).isTrue();
    ip.fillChecksum();
    Ipv4View.decrementTtl(packet, 0);
    assertThat(ip.ttl()).isEqualTo(63);
    assertThat(ip.hasValidChecksum()).isTrue();
    ip.setTtl(1);
    assertThat(ip.hasValidChecksum()).isFalse();
  }

  @Test
  void extensionHeadersOfIpv6AreWalked() {
    byte[] packet = new byte[40 + 8 + 8 + 8];
    new Ipv6Header(0xb8, 0x12345, 24, 0, 64, Ipv6Address.LOOPBACK, Ipv6Address.LOOPBACK)
        .emit(packet, 0);
    packet[40] = IpProtocol.IPV6_FRAGMENT;
    packet[48] = IpProtocol.UDP;
    NetworkOrder.put16(packet, 50, 1);
    NetworkOrder.put32(packet, 52, 77);
    Ipv6View ip = new Ipv6View();
    assertThat(ip.wrap(packet, 0, packet.length)).isTrue();
    assertThat(ip.walk()).isTrue();
    assertThat(ip.upperProtocol()).isEqualTo(IpProtocol.UDP);
    assertThat(ip.upperOffset()).isEqualTo(56);
    assertThat(ip.isFragment()).isTrue();
    assertThat(ip.moreFragments()).isTrue();
    assertThat(ip.identification()).isEqualTo(77);
    assertThat(ip.flowLabel()).isEqualTo(0x12345);
    assertThat(ip.trafficClass()).isEqualTo(0xb8);
    ip.setTrafficClass(3);
    assertThat(ip.trafficClass()).isEqualTo(3);
    assertThat(ip.flowLabel()).isEqualTo(0x12345);
    packet[41] = 9;
    assertThat(ip.walk()).isFalse();
  }

  @Test
  void udpArpAndEthernetRoundTrip() {
    byte[] bytes = new byte[64];
    EthernetHeader ethernet =
        new EthernetHeader(MacAddress.BROADCAST, new MacAddress(0x020000000001L), EtherType.ARP);
    assertThat(ethernet.emit(bytes, 0)).isEqualTo(14);
    assertThat(EthernetHeader.parse(bytes, 0, 14)).contains(ethernet);
    ArpPacket arp =
        new ArpPacket(
            ArpView.REQUEST,
            new MacAddress(0x020000000001L),
            Ipv4Address.parse("192.0.2.1"),
            MacAddress.ZERO,
            Ipv4Address.parse("192.0.2.254"));
    assertThat(arp.emit(bytes, 14)).isEqualTo(42);
    assertThat(ArpPacket.parse(bytes, 14, 42)).contains(arp);
    UdpHeader udp = new UdpHeader(53, 1024, 12, 0);
    udp.emit(bytes, 0);
    assertThat(UdpHeader.parse(bytes, 0, 20)).contains(udp);
    assertThat(UdpHeader.parse(bytes, 0, 19)).isEmpty();
  }

  @Test
  void valuesOutOfBoundsAreRefused() {
    assertThatThrownBy(() -> new UdpHeader(65536, 1, 0, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("source port 65536 is not within 0 to 65535");
    List<TcpOption> tooMany = List.of(new TcpOption.Unknown(30, Bytes.of(new byte[38])), nop());
    assertThatThrownBy(() -> new TcpHeader(1, 2, 0, 0, 0, 0, 0, 0, tooMany))
        .hasMessageContaining("length of options 41");
  }

  private static TcpOption nop() {
    return new TcpOption.Nop();
  }

  @Test
  void brokenTcpOptionsAreNoHeader() {
    byte[] bytes = SYN.clone();
    bytes[41] = 1;
    assertThat(TcpHeader.parse(bytes, 20, bytes.length)).isEqualTo(Optional.empty());
    TcpView view = new TcpView();
    assertThat(view.wrap(bytes, 20, bytes.length)).isTrue();
    assertThat(view.windowScale()).isEqualTo(-1);
  }
}
