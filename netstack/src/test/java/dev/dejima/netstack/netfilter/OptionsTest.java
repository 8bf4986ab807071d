package dev.dejima.netstack.netfilter;

import static dev.dejima.netstack.netfilter.Rules.base;
import static dev.dejima.netstack.netfilter.Rules.counter;
import static dev.dejima.netstack.netfilter.Rules.rule;
import static dev.dejima.netstack.netfilter.Rules.table;
import static dev.dejima.packet.NetworkOrder.put16;
import static org.assertj.core.api.Assertions.assertThat;

import dev.dejima.netstack.Packet;
import dev.dejima.nft.expr.Cmp;
import dev.dejima.nft.expr.CmpOp;
import dev.dejima.nft.expr.DelTable;
import dev.dejima.nft.expr.Expr;
import dev.dejima.nft.expr.Exthdr;
import dev.dejima.nft.expr.ExthdrReset;
import dev.dejima.nft.expr.ExthdrSet;
import dev.dejima.nft.expr.Family;
import dev.dejima.nft.expr.HookNumber;
import dev.dejima.nft.expr.Immediate;
import dev.dejima.nft.expr.Value;
import dev.dejima.packet.Bytes;
import dev.dejima.packet.Checksum;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Headers, options and chunks that rules look for ({@code nft_exthdr.c}). */
class OptionsTest {
  private static final String A = "192.0.2.1";
  private static final String B = "203.0.113.1";
  private final Router router = new Router();

  @AfterEach
  void close() {
    router.close();
  }

  /** Makes one rule; answers how many of the packets came to its end. */
  private long matches(List<Expr> exprs, Packet... packets) {
    List<Expr> all = new ArrayList<>(exprs);
    all.add(counter());
    router.nft(
        table(Family.INET, "t"),
        base(Family.INET, "t", "f", "filter", HookNumber.FORWARD, 0, null),
        rule(Family.INET, "t", "f", all.toArray(Expr[]::new)));
    for (Packet packet : packets) {
      Family family = packet.etherType == 0x86dd ? Family.IP6 : Family.IP;
      router.core.hook(HookNumber.FORWARD, family, packet, router.inside, router.outside);
    }
    long matched = router.counted("t", "f", 0);
    router.nft(new DelTable(Family.INET, "t", 0, false));
    return matched;
  }

  private static List<Expr> present(Exthdr.Op op, int type, boolean expected) {
    return List.of(
        new Exthdr(1, op, type, 0, 1, true),
        new Cmp(1, CmpOp.EQ, Bytes.of((byte) (expected ? 1 : 0))));
  }

  private static List<Expr> holds(Exthdr.Op op, int type, int offset, String hex) {
    Bytes value = Bytes.ofHex(hex);
    return List.of(
        new Exthdr(1, op, type, offset, value.length(), false), new Cmp(1, CmpOp.EQ, value));
  }

  private Packet tcp(String options) {
    byte[] octets = Bytes.ofHex(options).toArray();
    Packet packet = router.tcp(A, 1000, B, 80, Router.SYN, 1, 0, octets.length);
    System.arraycopy(octets, 0, packet.bytes, packet.transport + 20, octets.length);
    packet.bytes[packet.transport + 12] = (byte) ((20 + octets.length) / 4 << 4);
    put16(packet.bytes, packet.transport + 16, 0);
    router.finish(packet, 16);
    return packet;
  }

  private static String options(Packet packet) {
    return Bytes.of(packet.bytes, packet.transport + 20, packet.end - packet.transport - 20)
        .toHex();
  }

  @Test
  void anOptionOfTcpIsFoundBehindOthers() {
    assertThat(matches(holds(Exthdr.Op.TCPOPT, 3, 2, "07"), tcp("020405b401030307"))).isEqualTo(1);
  }

  @Test
  void anOptionThatIsCutOffBreaksTheRuleAndIsNotPresent() {
    Packet cut = tcp("0101010101010304");
    assertThat(matches(holds(Exthdr.Op.TCPOPT, 3, 0, "03"), cut)).isZero();
    assertThat(matches(present(Exthdr.Op.TCPOPT, 3, false), cut)).isEqualTo(1);
  }

  @Test
  void anOptionOfLengthZeroEndsNoWalk() {
    assertThat(matches(present(Exthdr.Op.TCPOPT, 3, true), tcp("0500000000030307"))).isEqualTo(1);
  }

  @Test
  void otherProtocolsHaveNoOptionsOfTcp() {
    assertThat(matches(present(Exthdr.Op.TCPOPT, 2, false), router.udp(A, 1, B, 2))).isEqualTo(1);
    assertThat(matches(holds(Exthdr.Op.TCPOPT, 2, 0, "02"), router.udp(A, 1, B, 2))).isZero();
  }

  @Test
  void aMaximumIsLoweredNeverRaised() {
    List<Expr> set = new ArrayList<>();
    set.add(new Immediate(1, new Value(Bytes.ofHex("0500"))));
    set.add(new ExthdrSet(1, Exthdr.Op.TCPOPT, 2, 2, 2));
    Packet high = tcp("020405b4");
    Packet low = tcp("02040400");
    assertThat(matches(set, high, low)).isEqualTo(2);
    assertThat(options(high)).isEqualTo("02040500");
    assertThat(Router.checksumsValid(high)).isTrue();
    assertThat(options(low)).isEqualTo("02040400");
  }

  @Test
  void fourOctetsAreWritten() {
    List<Expr> set = new ArrayList<>();
    set.add(new Immediate(1, new Value(Bytes.ofHex("01020304"))));
    set.add(new ExthdrSet(1, Exthdr.Op.TCPOPT, 8, 2, 4));
    Packet packet = tcp("0101080a1111111122222222");
    assertThat(matches(set, packet)).isEqualTo(1);
    assertThat(options(packet)).isEqualTo("0101080a0102030422222222");
    assertThat(Router.checksumsValid(packet)).isTrue();
  }

  @Test
  void aBlankedOptionBecomesPadding() {
    Packet packet = tcp("0103030704020101");
    List<Expr> reset = List.of(new ExthdrReset(Exthdr.Op.TCPOPT, 3));
    assertThat(matches(reset, packet, router.udp(A, 1, B, 2))).isEqualTo(1);
    assertThat(options(packet)).isEqualTo("0101010104020101");
    assertThat(Router.checksumsValid(packet)).isTrue();
  }

  @Test
  void anOptionThatReachesBeyondTheHeaderDropsThePacket() {
    Packet packet = tcp("0101010101010309");
    assertThat(matches(List.of(new ExthdrReset(Exthdr.Op.TCPOPT, 3)), packet)).isZero();
  }

  private Packet ipv4(String options) {
    byte[] octets = Bytes.ofHex(options).toArray();
    Packet packet = router.ip(A, B, 17, octets.length + 8);
    byte[] b = packet.bytes;
    int n = packet.network;
    System.arraycopy(octets, 0, b, n + 20, octets.length);
    b[n] = (byte) (0x40 | (20 + octets.length) / 4);
    packet.transport = n + 20 + octets.length;
    put16(b, n + 10, 0);
    put16(b, n + 10, Checksum.of(b, n, packet.transport));
    return packet;
  }

  @Test
  void optionsOfIpv4() {
    String record = "01070f040000000000000000000000ff";
    assertThat(matches(holds(Exthdr.Op.IPV4, 7, 1, "0f04"), ipv4(record))).isEqualTo(1);
    assertThat(matches(present(Exthdr.Op.IPV4, 148, true), ipv4("94040000"))).isEqualTo(1);
    assertThat(matches(present(Exthdr.Op.IPV4, 148, false), ipv4("94040001"))).isEqualTo(1);
    assertThat(matches(present(Exthdr.Op.IPV4, 131, true), ipv4("0183070401020304"))).isEqualTo(1);
    assertThat(matches(present(Exthdr.Op.IPV4, 131, false), ipv4("01830708010203ff"))).isEqualTo(1);
  }

  @Test
  void oneMalformedOptionHidesAll() {
    assertThat(matches(present(Exthdr.Op.IPV4, 148, false), ipv4("9404000044040400"))).isEqualTo(1);
    assertThat(matches(holds(Exthdr.Op.IPV4, 148, 0, "94"), ipv4("9404000044040400"))).isZero();
  }

  private Packet ipv6(int first, String payload) {
    byte[] octets = Bytes.ofHex(payload).toArray();
    Packet packet = router.host.pool.allocate(40 + octets.length);
    byte[] b = packet.bytes;
    int n = packet.network;
    Arrays.fill(b, n, packet.end, (byte) 0);
    b[n] = 0x60;
    put16(b, n + 4, octets.length);
    b[n + 6] = (byte) first;
    b[n + 7] = 64;
    System.arraycopy(octets, 0, b, n + 40, octets.length);
    packet.etherType = 0x86dd;
    packet.transport = packet.end;
    packet.protocol = 59;
    return packet;
  }

  @Test
  void headersOfIpv6AreWalked() {
    String hopRoutingFragment =
        "2b00010400000000"
            + "2c00040100000000"
            + "3b00000112345678"; // hop-by-hop, routing, fragment
    assertThat(matches(holds(Exthdr.Op.IPV6, 44, 4, "12345678"), ipv6(0, hopRoutingFragment)))
        .isEqualTo(1);
    assertThat(matches(holds(Exthdr.Op.IPV6, 43, 2, "0401"), ipv6(0, hopRoutingFragment)))
        .isEqualTo(1);
    assertThat(matches(present(Exthdr.Op.IPV6, 60, false), ipv6(0, hopRoutingFragment)))
        .isEqualTo(1);
    assertThat(matches(holds(Exthdr.Op.IPV6, 60, 0, "00"), ipv6(0, hopRoutingFragment))).isZero();
  }

  @Test
  void nothingIsFoundBehindALaterFragment() {
    String later = "3c000010" + "00000001" + "3b00010400000000";
    assertThat(matches(present(Exthdr.Op.IPV6, 44, true), ipv6(44, later))).isEqualTo(1);
    assertThat(matches(present(Exthdr.Op.IPV6, 60, false), ipv6(44, later))).isEqualTo(1);
  }

  @Test
  void aHeaderThatIsCutOffIsMissing() {
    assertThat(matches(present(Exthdr.Op.IPV6, 60, false), ipv6(0, "3c0101040000000000")))
        .isEqualTo(1);
  }

  @Test
  void ipv4HasNoHeadersOfIpv6() {
    assertThat(matches(present(Exthdr.Op.IPV6, 44, false), router.udp(A, 1, B, 2))).isZero();
  }

  private Packet payload(int protocol, String hex) {
    byte[] octets = Bytes.ofHex(hex).toArray();
    Packet packet = router.ip(A, B, protocol, octets.length);
    System.arraycopy(octets, 0, packet.bytes, packet.transport, octets.length);
    return packet;
  }

  @Test
  void chunksOfSctp() {
    String header = "000100020000000000000000";
    String padded = header + "0a000005aa000000" + "00030010deadbeef0000000000000000";
    assertThat(matches(holds(Exthdr.Op.SCTP, 0, 4, "deadbeef"), payload(132, padded))).isEqualTo(1);
    assertThat(matches(present(Exthdr.Op.SCTP, 1, false), payload(132, padded))).isEqualTo(1);
    String cut = header + "00030010deadbeef";
    assertThat(matches(holds(Exthdr.Op.SCTP, 0, 4, "deadbeef"), payload(132, cut))).isZero();
    assertThat(matches(present(Exthdr.Op.SCTP, 0, true), payload(132, cut))).isEqualTo(1);
    assertThat(matches(present(Exthdr.Op.SCTP, 0, false), payload(132, header + "01000000")))
        .isEqualTo(1);
  }

  @Test
  void optionsOfDccp() {
    String request = "0001000206000000" + "0100000000000000" + "00000000"; // a request, long
    Packet packet = payload(33, request + "01250400");
    assertThat(matches(present(Exthdr.Op.DCCP, 37, true), packet)).isEqualTo(1);
    assertThat(matches(present(Exthdr.Op.DCCP, 38, false), packet)).isEqualTo(1);
  }
}
