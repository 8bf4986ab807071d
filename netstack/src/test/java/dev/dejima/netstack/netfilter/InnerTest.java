package dev.dejima.netstack.netfilter;

import static dev.dejima.netstack.netfilter.Rules.base;
import static dev.dejima.netstack.netfilter.Rules.counter;
import static dev.dejima.netstack.netfilter.Rules.table;
import static org.assertj.core.api.Assertions.assertThat;

import dev.dejima.netstack.Packet;
import dev.dejima.nft.expr.Cmp;
import dev.dejima.nft.expr.CmpOp;
import dev.dejima.nft.expr.DelTable;
import dev.dejima.nft.expr.Family;
import dev.dejima.nft.expr.HookNumber;
import dev.dejima.nft.expr.Immediate;
import dev.dejima.nft.expr.Inner;
import dev.dejima.nft.expr.Meta;
import dev.dejima.nft.expr.MetaKey;
import dev.dejima.nft.expr.Payload;
import dev.dejima.nft.expr.PayloadSet;
import dev.dejima.nft.expr.Value;
import dev.dejima.packet.Bytes;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Headers inside of tunnels, and what is written into packets. */
class InnerTest {
  private static final String A = "192.0.2.1";
  private static final String B = "203.0.113.1";
  private static final String ETHERNET = "020000000002" + "020000000001" + "0800";
  private static final String TAGGED = "020000000002" + "020000000001" + "8100" + "0005" + "0800";
  private static final String INNER_IP =
      "45000020" + "00000000" + "40110000" + "0a000001" + "0a000002" + "03e80035" + "000c0000";
  private static final String LATER_FRAGMENT =
      "45000020" + "00000001" + "40110000" + "0a000001" + "0a000002" + "03e80035" + "000c0000";
  private static final String UDP = "1388" + "12b5" + "0000" + "0000";
  private static final String VXLAN = "0800000000002a00";

  /** {@code NFT_INNER_*}: header, link, network and transport. */
  private static final int ALL = 15;

  private static final int NO_LINK = 13;
  private static final int VXLAN_TYPE = 1;
  private static final int GENEVE_TYPE = 2;

  private final Router router = new Router();

  @AfterEach
  void close() {
    router.close();
  }

  private Packet carrying(int protocol, String hex) {
    Bytes payload = Bytes.ofHex(hex);
    Packet packet = router.ip(A, B, protocol, payload.length());
    System.arraycopy(payload.toArray(), 0, packet.bytes, packet.transport, payload.length());
    return packet;
  }

  private boolean matches(Packet packet, Inner inner, String hex) {
    router.nft(
        table(Family.IP, "t"),
        base(Family.IP, "t", "f", "filter", HookNumber.FORWARD, 0, null),
        Rules.rule("t", "f", List.of(inner, new Cmp(1, CmpOp.EQ, Bytes.ofHex(hex)), counter())));
    router.hook(HookNumber.FORWARD, packet, router.inside, router.outside);
    boolean matched = router.counted("t", "f", 0) == 1;
    router.nft(new DelTable(Family.IP, "t", 0, false));
    return matched;
  }

  private static Inner vxlan(Payload.Base base, int offset, int length) {
    return new Inner(VXLAN_TYPE, 8, ALL, new Payload(1, base, offset, length));
  }

  @Test
  void vxlanCarriesFrames() {
    String packet = UDP + VXLAN + ETHERNET + INNER_IP;
    assertThat(matches(carrying(17, packet), vxlan(Payload.Base.TUNNEL, 4, 3), "00002a")).isTrue();
    assertThat(matches(carrying(17, packet), vxlan(Payload.Base.LINK, 6, 6), "020000000001"))
        .isTrue();
    assertThat(matches(carrying(17, packet), vxlan(Payload.Base.NETWORK, 12, 4), "0a000001"))
        .isTrue();
    assertThat(matches(carrying(17, packet), vxlan(Payload.Base.TRANSPORT, 2, 2), "0035")).isTrue();
    Inner type = new Inner(VXLAN_TYPE, 8, ALL, new Meta(1, MetaKey.PROTOCOL));
    assertThat(matches(carrying(17, packet), type, "0800")).isTrue();
    Inner protocol = new Inner(VXLAN_TYPE, 8, ALL, new Meta(1, MetaKey.L4PROTO));
    assertThat(matches(carrying(17, packet), protocol, "11")).isTrue();
  }

  @Test
  void tagsAreSteppedOver() {
    String packet = UDP + VXLAN + TAGGED + INNER_IP;
    assertThat(matches(carrying(17, packet), vxlan(Payload.Base.NETWORK, 16, 4), "0a000002"))
        .isTrue();
    Inner type = new Inner(VXLAN_TYPE, 8, ALL, new Meta(1, MetaKey.PROTOCOL));
    assertThat(matches(carrying(17, packet), type, "8100")).isTrue();
  }

  @Test
  void whatIsCutOffOrInAnEarlierFragmentBreaksTheRule() {
    String cut = UDP + VXLAN + ETHERNET + INNER_IP.substring(0, 24);
    assertThat(matches(carrying(17, cut), vxlan(Payload.Base.LINK, 0, 6), "020000000002"))
        .isFalse();
    String later = UDP + VXLAN + ETHERNET + LATER_FRAGMENT;
    assertThat(matches(carrying(17, later), vxlan(Payload.Base.TRANSPORT, 2, 2), "0035")).isFalse();
    assertThat(matches(carrying(17, later), vxlan(Payload.Base.NETWORK, 12, 4), "0a000001"))
        .isTrue();
    assertThat(matches(carrying(6, UDP + VXLAN), vxlan(Payload.Base.TUNNEL, 4, 3), "00002a"))
        .isFalse();
  }

  @Test
  void genevesOptionsAreSteppedOver() {
    String header = "02006558" + "00002a00" + "0102030405060708";
    Inner inner = new Inner(GENEVE_TYPE, 8, ALL, new Payload(1, Payload.Base.NETWORK, 12, 4));
    assertThat(matches(carrying(17, UDP + header + ETHERNET + INNER_IP), inner, "0a000001"))
        .isTrue();
  }

  @Test
  void greCarriesPacketsBehindItsOptionalFields() {
    String keyed = "30000800" + "0000002a" + "00000001";
    Inner address = new Inner(0, 4, NO_LINK, new Payload(1, Payload.Base.NETWORK, 12, 4));
    assertThat(matches(carrying(47, keyed + INNER_IP), address, "0a000001")).isTrue();
    Inner tunnel = new Inner(0, 4, NO_LINK, new Payload(1, Payload.Base.TUNNEL, 2, 2));
    assertThat(matches(carrying(47, keyed + INNER_IP), tunnel, "0800")).isTrue();
    String routed = "40000800";
    assertThat(matches(carrying(47, routed + INNER_IP), address, "0a000001")).isFalse();
  }

  @Test
  void sctpsChecksumIsComputedAnew() {
    Packet packet = carrying(132, "000100020000000000000000" + "00030010deadbeef0000000000000000");
    router.nft(
        table(Family.IP, "t"),
        base(Family.IP, "t", "f", "filter", HookNumber.FORWARD, 0, null),
        Rules.rule(
            "t",
            "f",
            List.of(
                new Immediate(1, new Value(Bytes.ofHex("1234"))),
                new PayloadSet(1, Payload.Base.TRANSPORT, 2, 2, 2, 8, 0))));
    router.hook(HookNumber.FORWARD, packet, router.inside, router.outside);
    byte[] header = Bytes.of(packet.bytes, packet.transport, packet.transportLength()).toArray();
    int checksum = (int) Bytes.of(header, 8, 4).toLongBigEndian();
    Arrays.fill(header, 8, 12, (byte) 0);
    CRC32C crc = new CRC32C();
    crc.update(header);
    assertThat(checksum).isEqualTo(Integer.reverseBytes((int) crc.getValue()));
    assertThat(Bytes.of(header, 2, 2)).isEqualTo(Bytes.ofHex("1234"));
  }

  @Test
  void aChecksumThatUdpDoesWithoutStaysZero() {
    Packet packet = router.udp(A, 1000, B, 53);
    packet.bytes[packet.transport + 6] = 0;
    packet.bytes[packet.transport + 7] = 0;
    router.nft(
        table(Family.IP, "t"),
        base(Family.IP, "t", "f", "filter", HookNumber.FORWARD, 0, null),
        Rules.rule(
            "t",
            "f",
            List.of(
                new Immediate(1, new Value(Bytes.ofHex("c6336401"))),
                new PayloadSet(1, Payload.Base.NETWORK, 12, 4, 1, 10, 1))));
    router.hook(HookNumber.FORWARD, packet, router.inside, router.outside);
    assertThat(packet.bytes[packet.transport + 6]).isZero();
    assertThat(packet.bytes[packet.transport + 7]).isZero();
  }
}
