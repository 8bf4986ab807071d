package dev.dejima.netstack;

import static dev.dejima.netstack.TestNetwork.link;
import static dev.dejima.packet.NetworkOrder.put16;
import static dev.dejima.packet.NetworkOrder.put32;
import static dev.dejima.packet.NetworkOrder.put48;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dejima.kernel.KernelException;
import dev.dejima.kernel.Namespace;
import dev.dejima.kernel.PacketSocket;
import dev.dejima.kernel.Sysctl;
import dev.dejima.netstack.inet.FragmentLimits;
import dev.dejima.netstack.inet.IpCount;
import dev.dejima.netstack.inet.IpStatistics;
import dev.dejima.netstack.neigh.Neighbours;
import dev.dejima.packet.Bytes;
import dev.dejima.packet.Checksum;
import dev.dejima.packet.Ipv4Address;
import dev.dejima.packet.Ipv6Address;
import dev.dejima.packet.NetworkOrder;
import java.time.Duration;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Streams of packets that want to use memory up: what they take has a bound, and goes again. */
class FloodTest {
  private static final int ETHERNET = 14;
  private static final int ROUTER = Ipv4Address.parse("192.0.2.254").value();
  private static final int LARGEST_ROOM = 2048 + 256;

  private final Random random = new Random(20_261_130);
  private TestNetwork net;
  private NetNamespace router;
  private long mac;

  @BeforeEach
  void build() throws Exception {
    net = new TestNetwork();
    router = net.kernel.own(net.router);
    for (Namespace namespace : new Namespace[] {net.lan, net.router}) {
      namespace.sysctl().write("net/ipv6/conf/all/disable_ipv6", "0");
    }
    TestNetwork.address(net.lan, "lan0", "2001:db8:1::1/64");
    TestNetwork.address(net.router, "gw0", "2001:db8:1::fe/64");
    mac = Objects.requireNonNull(link(net.router, "gw0").address()).value();
    net.kernel.clock().sleep(Duration.ofSeconds(5));
  }

  @AfterEach
  void close() {
    net.close();
  }

  private byte[] frame(int etherType, int payload) {
    byte[] frame = new byte[ETHERNET + payload];
    put48(frame, 0, mac);
    frame[6] = 2;
    put16(frame, 12, etherType);
    return frame;
  }

  private byte[] fragment4(int id, int offset, boolean more, int payload) {
    byte[] frame = frame(0x0800, 20 + payload);
    int ip = ETHERNET;
    frame[ip] = 0x45;
    put16(frame, ip + 2, 20 + payload);
    put16(frame, ip + 4, id);
    put16(frame, ip + 6, offset / 8 | (more ? 0x2000 : 0));
    frame[ip + 8] = 64;
    frame[ip + 9] = 17;
    put32(frame, ip + 12, 0xc0000200 | 1 + random.nextInt(200));
    put32(frame, ip + 16, ROUTER);
    put16(frame, ip + 10, Checksum.finish(Checksum.sum(frame, ip, ip + 20)));
    return frame;
  }

  private byte[] fragment6(int id, int offset, boolean more, int payload) {
    byte[] frame = frame(0x86dd, 48 + payload);
    int ip = ETHERNET;
    frame[ip] = 0x60;
    put16(frame, ip + 4, 8 + payload);
    frame[ip + 6] = 44;
    frame[ip + 7] = 64;
    address(frame, ip + 8, "2001:db8:1::1");
    address(frame, ip + 24, "2001:db8:1::fe");
    frame[ip + 40] = 17;
    put16(frame, ip + 42, offset | (more ? 1 : 0));
    put32(frame, ip + 44, id);
    return frame;
  }

  private static void address(byte[] frame, int at, String text) {
    Ipv6Address address = Ipv6Address.parse(text);
    NetworkOrder.put64(frame, at, address.high());
    NetworkOrder.put64(frame, at + 8, address.low());
  }

  /** Makes a frame. */
  private interface Maker {
    byte[] make(int number);
  }

  private void send(int frames, Maker maker) throws Exception {
    try (PacketSocket socket = net.lan.packetSocket("lan0")) {
      for (int i = 0; i < frames; i++) {
        socket.send(Bytes.of(maker.make(i)));
        if (i % 64 == 0) {
          sleep(Duration.ofNanos(1));
        }
      }
    }
    sleep(Duration.ofMillis(1));
  }

  private void sleep(Duration time) {
    try {
      net.kernel.clock().sleep(time);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private void assertBounded(FragmentLimits limits, IpStatistics statistics) {
    assertThat(limits.used()).isBetween((long) limits.high, limits.high + 2L * LARGEST_ROOM);
    assertThat(statistics.get(IpCount.REASSEMBLY_FAILED)).isPositive();
    sleep(Duration.ofSeconds(61));
    assertThat(limits.used()).isZero();
    assertThat(statistics.get(IpCount.REASSEMBLY_TIMEOUT)).isPositive();
    assertThat(net.kernel.packets().outstanding()).isZero();
  }

  @Test
  void fragmentsOfIpv4TakeNoMoreThanTheirThreshold() throws Exception {
    send(6000, i -> fragment4(i, random.nextInt(100) * 8, true, 8 + random.nextInt(170) * 8));
    FragmentLimits limits = router.ipv4().reassembly().limits();
    assertThat(router.ipv4().statistics().get(IpCount.REASSEMBLY_REQUIRED)).isEqualTo(6000);
    assertBounded(limits, router.ipv4().statistics());
  }

  @Test
  void fragmentsOfIpv6TakeNoMoreThanTheirThreshold() throws Exception {
    send(6000, i -> fragment6(i, random.nextInt(100) * 8, true, 8 + random.nextInt(170) * 8));
    assertThat(router.ipv6().statistics().get(IpCount.REASSEMBLY_REQUIRED)).isEqualTo(6000);
    assertBounded(router.ipv6().reassembly().limits(), router.ipv6().statistics());
  }

  @Test
  void afterTheFloodDatagramsAreWholeAgain() throws Exception {
    send(6000, i -> fragment4(i, 0, true, 1400));
    IpStatistics statistics = router.ipv4().statistics();
    assertThat(statistics.get(IpCount.REASSEMBLED)).isZero();
    send(2, i -> datagram(i));
    assertThat(statistics.get(IpCount.REASSEMBLED)).isZero();
    sleep(Duration.ofSeconds(31));
    send(2, i -> datagram(i));
    assertThat(statistics.get(IpCount.REASSEMBLED)).isEqualTo(1);
  }

  private byte[] datagram(int piece) {
    byte[] frame = fragment4(7, piece * 16, piece == 0, 16);
    put32(frame, ETHERNET + 12, ROUTER - 1);
    put16(frame, ETHERNET + 10, 0);
    put16(frame, ETHERNET + 10, Checksum.finish(Checksum.sum(frame, ETHERNET, ETHERNET + 20)));
    return frame;
  }

  @Test
  void variablesOfFragmentsHoldEachOther() throws Exception {
    Sysctl sysctl = net.router.sysctl();
    assertThat(sysctl.read("net/ipv4/ipfrag_high_thresh")).isEqualTo("4194304");
    assertThat(sysctl.read("net/ipv6/ip6frag_low_thresh")).isEqualTo("3145728");
    assertThat(sysctl.read("net/netfilter/nf_conntrack_frag6_timeout")).isEqualTo("60");
    assertThat(sysctl.read("net/ipv4/ipfrag_max_dist")).isEqualTo("64");
    assertThatThrownBy(() -> sysctl.write("net/ipv4/ipfrag_high_thresh", "1000"))
        .isInstanceOf(KernelException.class);
    sysctl.write("net/ipv4/ipfrag_low_thresh", "1000");
    sysctl.write("net/ipv4/ipfrag_high_thresh", "10000");
    send(100, i -> fragment4(i, 0, true, 1400));
    assertThat(router.ipv4().reassembly().limits().used()).isBetween(10_000L, 15_000L);
    sysctl.write("net/ipv4/ipfrag_low_thresh", "0");
    sysctl.write("net/ipv4/ipfrag_high_thresh", "0");
    sleep(Duration.ofSeconds(31));
    send(1, i -> fragment4(i, 0, true, 1400));
    assertThat(router.ipv4().reassembly().limits().used()).isZero();
  }

  @Test
  void fragmentsFarApartAreNotOfOneDatagram() throws Exception {
    send(1, i -> datagram(0));
    send(65, i -> from(fragment4(1000 + i, 0, true, 16), ROUTER - 1));
    send(1, i -> datagram(1));
    assertThat(router.ipv4().statistics().get(IpCount.REASSEMBLED)).isZero();
    send(1, i -> datagram(0));
    assertThat(router.ipv4().statistics().get(IpCount.REASSEMBLED)).isEqualTo(1);
  }

  private static byte[] from(byte[] frame, int source) {
    put32(frame, ETHERNET + 12, source);
    put16(frame, ETHERNET + 10, 0);
    put16(frame, ETHERNET + 10, Checksum.finish(Checksum.sum(frame, ETHERNET, ETHERNET + 20)));
    return frame;
  }

  private byte[] arpRequest(int sender) {
    byte[] frame = frame(0x0806, 28);
    put32(frame, ETHERNET, 0x00010800);
    put32(frame, ETHERNET + 4, 0x06040001);
    put32(frame, ETHERNET + 8, 0x02000000);
    put16(frame, ETHERNET + 12, sender);
    put32(frame, ETHERNET + 14, 0x0a000000 | sender);
    put32(frame, ETHERNET + 24, ROUTER);
    return frame;
  }

  @Test
  void askersOfArpAreRememberedUpToTheThirdThreshold() throws Exception {
    send(4000, i -> arpRequest(1 + i));
    Neighbours neighbours = router.ipv4().neighbours();
    assertThat(neighbours.all()).hasSize(1024);
    assertThat(neighbours.overflows()).isPositive();
    assertThat(net.diagnoses).anyMatch(line -> line.contains("arp_cache: neighbor table overflow"));
    assertThat(net.diagnoses).hasSize(10);
    // Once they are older than five seconds they make room.
    sleep(Duration.ofSeconds(6));
    send(10, i -> arpRequest(10_000 + i));
    assertThat(neighbours.all()).hasSizeLessThan(600);
    sleep(Duration.ofSeconds(90));
    assertThat(neighbours.all()).hasSizeLessThan(128);
  }

  @Test
  void routedPacketsToNobodyFillNeitherTableNorQueue() throws Exception {
    router.sysctl().write("net/ipv4/neigh/gw1/unres_qlen_bytes", "20000");
    send(400, i -> ping(0xcb007107));
    Neighbours neighbours = router.ipv4().neighbours();
    assertThat(neighbours.discarded()).isEqualTo(400 - 20000 / 768);
    assertThat(net.kernel.packets().outstanding()).isEqualTo(20000 / 768);
    sleep(Duration.ofSeconds(4));
    assertThat(net.kernel.packets().outstanding()).isZero();
  }

  private byte[] ping(int to) {
    byte[] frame = fragment4(0, 0, false, 8);
    frame[ETHERNET + 9] = 1;
    put32(frame, ETHERNET + 16, to);
    frame[ETHERNET + 20] = 8;
    put16(frame, ETHERNET + 22, 0xf7ff);
    return from(frame, ROUTER - 253);
  }
}
