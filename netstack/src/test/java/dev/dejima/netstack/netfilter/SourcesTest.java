package dev.dejima.netstack.netfilter;

import static dev.dejima.netstack.netfilter.Rules.base;
import static dev.dejima.netstack.netfilter.Rules.counter;
import static dev.dejima.netstack.netfilter.Rules.table;
import static org.assertj.core.api.Assertions.assertThat;

import dev.dejima.kernel.rtnetlink.RouteType;
import dev.dejima.netstack.Device;
import dev.dejima.netstack.Packet;
import dev.dejima.nft.expr.Cmp;
import dev.dejima.nft.expr.CmpOp;
import dev.dejima.nft.expr.DelTable;
import dev.dejima.nft.expr.Expr;
import dev.dejima.nft.expr.Family;
import dev.dejima.nft.expr.Fib;
import dev.dejima.nft.expr.Hash;
import dev.dejima.nft.expr.HookNumber;
import dev.dejima.nft.expr.Load;
import dev.dejima.nft.expr.Meta;
import dev.dejima.nft.expr.MetaKey;
import dev.dejima.nft.expr.MetaSet;
import dev.dejima.nft.expr.Numgen;
import dev.dejima.nft.expr.Osf;
import dev.dejima.nft.expr.Payload;
import dev.dejima.nft.expr.Rt;
import dev.dejima.nft.expr.Source;
import dev.dejima.nft.expr.Symhash;
import dev.dejima.nft.expr.Tunnel;
import dev.dejima.nft.expr.Xfrm;
import dev.dejima.packet.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What rules load beside the packet's octets: of routes, of hashes, of counts. */
class SourcesTest {
  private static final String A = "192.0.2.1";
  private static final String B = "203.0.113.1";
  private final Router router = new Router();
  private int tables;

  @AfterEach
  void close() {
    router.close();
  }

  /** Makes a rule at a hook that has the marks of packets be what it loads. */
  private String rule(HookNumber hook, Expr... loads) {
    String name = "t" + tables++;
    List<Expr> all = new ArrayList<>(List.of(loads));
    all.add(new MetaSet(MetaKey.MARK, 1));
    all.add(counter());
    router.nft(
        table(Family.IP, name),
        base(Family.IP, name, "f", "filter", hook, 0, null),
        Rules.rule(name, "f", all));
    return name;
  }

  private int mark(HookNumber hook, Packet packet, Source source) {
    String name = rule(hook, new Load(1, source));
    run(hook, packet);
    forget(name);
    return packet.mark;
  }

  private void run(HookNumber hook, Packet packet) {
    boolean enters = hook == HookNumber.PREROUTING || hook == HookNumber.INPUT;
    Device in = hook == HookNumber.OUTPUT ? null : router.inside;
    router.hook(hook, packet, in, enters ? null : router.outside);
  }

  private long broken(HookNumber hook, Packet packet, Source source) {
    String name = rule(hook, new Load(1, source));
    run(hook, packet);
    long counted = router.counted(name, "f", 0);
    forget(name);
    return counted;
  }

  private void forget(String name) {
    router.nft(new DelTable(Family.IP, name, 0, false));
  }

  private Packet packet() {
    return router.udp(A, 1000, B, 53);
  }

  private static Fib fib(Fib.Result result, int flags) {
    return new Fib(flags, result);
  }

  @Test
  void fibTellsTypesOfAddresses() {
    router.host.routes.add(B, new FakeRoutes.Route(RouteType.LOCAL, router.inside, 1500));
    assertThat(mark(HookNumber.PREROUTING, packet(), fib(Fib.Result.TYPE, Fib.DADDR)))
        .isEqualTo(RouteType.LOCAL.ordinal());
    assertThat(mark(HookNumber.PREROUTING, packet(), fib(Fib.Result.TYPE, Fib.SADDR)))
        .isEqualTo(RouteType.UNICAST.ordinal());
    assertThat(mark(HookNumber.FORWARD, packet(), fib(Fib.Result.TYPE, Fib.DADDR | Fib.OIF)))
        .isEqualTo(RouteType.UNICAST.ordinal());
    assertThat(mark(HookNumber.FORWARD, packet(), fib(Fib.Result.TYPE, Fib.DADDR | Fib.IIF)))
        .isEqualTo(RouteType.LOCAL.ordinal());
  }

  @Test
  void fibTellsTheWayBack() {
    router.host.routes.add(A, new FakeRoutes.Route(RouteType.UNICAST, router.inside, 1500));
    router.host.routes.add(B, new FakeRoutes.Route(RouteType.UNICAST, router.outside, 1500));
    Fib back = fib(Fib.Result.OIF, Fib.SADDR | Fib.IIF);
    assertThat(mark(HookNumber.PREROUTING, packet(), back)).isEqualTo(router.inside.index());
    assertThat(mark(HookNumber.PREROUTING, router.udp(B, 1, A, 2), back)).isZero();
    Fib present = fib(Fib.Result.OIF, Fib.SADDR | Fib.IIF | Fib.PRESENT);
    assertThat(mark(HookNumber.PREROUTING, packet(), present)).isEqualTo(1);
    assertThat(mark(HookNumber.PREROUTING, router.udp(B, 1, A, 2), present)).isZero();
    assertThat(mark(HookNumber.PREROUTING, packet(), fib(Fib.Result.OIFNAME, Fib.DADDR)))
        .isEqualTo(0x7374756f); // "outs"
  }

  @Test
  void fibRefusesWhatLinuxRefuses() {
    int[] nonsense = {
      0, Fib.SADDR | Fib.DADDR, Fib.IIF, Fib.SADDR | Fib.IIF | Fib.OIF, Fib.SADDR | Fib.OIF
    };
    for (int flags : nonsense) {
      assertThat(refused(new Load(1, fib(Fib.Result.OIF, flags))))
          .as("%x", flags)
          .contains("EINVAL");
    }
    assertThat(refused(new Load(1, fib(Fib.Result.TYPE, Fib.SADDR | Fib.PRESENT))))
        .contains("EINVAL");
  }

  private String refused(Expr expr) {
    return String.join(
        " ",
        router.refused(
            table(Family.IP, "x"),
            base(Family.IP, "x", "f", "filter", HookNumber.PREROUTING, 0, null),
            Rules.rule("x", "f", List.of(expr))));
  }

  @Test
  void theRouteIsKnownOnceThereIsOne() {
    router.host.routes.add(A, new FakeRoutes.Route(RouteType.UNICAST, router.inside, 1400));
    Rt nextHop = new Rt(Rt.Key.NEXTHOP4);
    assertThat(broken(HookNumber.PREROUTING, packet(), nextHop)).isZero();
    Packet direct = packet();
    assertThat(mark(HookNumber.FORWARD, direct, nextHop)).isEqualTo(0x017100cb); // 203.0.113.1
    Packet routed = packet();
    routed.nextHop4 = 0x0a000001;
    assertThat(mark(HookNumber.FORWARD, routed, nextHop)).isEqualTo(0x0100000a);
    assertThat(mark(HookNumber.FORWARD, packet(), new Rt(Rt.Key.TCPMSS))).isEqualTo(1360);
    assertThat(mark(HookNumber.FORWARD, packet(), new Rt(Rt.Key.CLASSID))).isZero();
    assertThat(broken(HookNumber.FORWARD, packet(), new Rt(Rt.Key.NEXTHOP6))).isZero();
    assertThat(broken(HookNumber.FORWARD, packet(), new Rt(Rt.Key.IPSEC))).isEqualTo(1);
  }

  @Test
  void numbersCountRound() {
    rule(HookNumber.FORWARD, new Load(1, new Numgen(Numgen.Mode.INC, 3, 10)));
    List<Integer> marks = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      Packet packet = packet();
      run(HookNumber.FORWARD, packet);
      marks.add(packet.mark);
    }
    assertThat(marks).containsExactly(10, 11, 12, 10, 11);
  }

  @Test
  void drawnNumbersStayInTheirRangeAndReachAllOfIt() {
    rule(HookNumber.FORWARD, new Load(1, new Numgen(Numgen.Mode.RANDOM, 4, 7)));
    assertThat(
            IntStream.range(0, 200)
                .map(
                    i -> {
                      Packet packet = packet();
                      run(HookNumber.FORWARD, packet);
                      return packet.mark;
                    })
                .distinct()
                .sorted())
        .containsExactly(7, 8, 9, 10);
  }

  @Test
  void numbersMustFitInto32Bits() {
    assertThat(refused(new Load(1, new Numgen(Numgen.Mode.INC, 0, 0)))).contains("ERANGE");
    assertThat(refused(new Load(1, new Numgen(Numgen.Mode.INC, 2, -1)))).contains("EOVERFLOW");
    assertThat(refused(new Load(1, new Symhash(0, 0)))).contains("ERANGE");
  }

  /** Values of include/linux/jhash.h, computed on x86-64. */
  @Test
  void jenkinsHashIsThatOfLinux() {
    byte[] octets = new byte[24];
    for (int i = 0; i < octets.length; i++) {
      octets[i] = (byte) i;
    }
    int[] hashes = {
      0x58c184bf,
      0xe0acff89,
      0xeec64a26,
      0x44a1d5e2,
      0x6677211e,
      0x745e6135,
      0x1e9967a7,
      0x8962c29e,
      0x8d3db7d3,
      0x8c50eef6,
      0xffb3eadc,
      0xe616d1e2,
      0xd9900be0,
      0x4ef49ef3,
      0xc2f58071,
      0x47956df0,
      0x5d300833,
      0xfaee11d3,
      0x92cf0219,
      0x77c16035,
      0xfc3d78b1,
      0xc74e04a8,
      0x152adf26,
      0x81e13725
    };
    for (int length = 1; length <= octets.length; length++) {
      assertThat(JenkinsHash.hash(octets, 0, length, 7 * length))
          .as("%d octets", length)
          .isEqualTo(hashes[length - 1]);
    }
  }

  @Test
  void flowsHashToTheSameBothWays() {
    Symhash hash = new Symhash(0x7fffffff, 0);
    int there = mark(HookNumber.FORWARD, packet(), hash);
    int back = mark(HookNumber.FORWARD, router.udp(B, 53, A, 1000), hash);
    int other = mark(HookNumber.FORWARD, router.udp(A, 1001, B, 53), hash);
    assertThat(there).isEqualTo(back).isNotEqualTo(other);
  }

  @Test
  void aHashWithoutASeedKeepsTheOneDrawn() {
    Expr load = new Payload(1, Payload.Base.NETWORK, 12, 4);
    rule(HookNumber.FORWARD, load, new Hash(1, 4, 1, 0x7fffffff, null, 0));
    Packet first = packet();
    Packet second = packet();
    run(HookNumber.FORWARD, first);
    run(HookNumber.FORWARD, second);
    assertThat(first.mark).isEqualTo(second.mark).isNotZero();
  }

  @Test
  void onlySynsHaveAnUnknownSystem() {
    Osf osf = new Osf(Osf.Ttl.TRUE, false);
    Packet syn = router.tcp(A, 1, B, 80, Router.SYN, 1, 0);
    assertThat(mark(HookNumber.FORWARD, syn, osf)).isEqualTo(0x6e6b6e75); // "unkn"
    Packet ack = router.tcp(A, 1, B, 80, Router.ACK, 1, 0);
    assertThat(broken(HookNumber.FORWARD, ack, osf)).isZero();
    assertThat(broken(HookNumber.FORWARD, packet(), osf)).isZero();
  }

  @Test
  void thereAreNoTransformsAndNoTunnels() {
    Xfrm spi = new Xfrm(Xfrm.Key.SPI, Xfrm.Direction.IN, 0);
    assertThat(broken(HookNumber.FORWARD, packet(), spi)).isZero();
    assertThat(broken(HookNumber.FORWARD, packet(), new Tunnel(Tunnel.Key.ID))).isZero();
    assertThat(broken(HookNumber.FORWARD, packet(), new Tunnel(Tunnel.Key.PATH))).isEqualTo(1);
  }

  @Test
  void typesOfDevicesAreThoseWhereThePacketIs() {
    Expr[] type = {
      new Meta(1, MetaKey.IIFTYPE), new Cmp(1, CmpOp.EQ, Bytes.littleEndian(1, 2)), counter()
    };
    router.nft(
        table(Family.IP, "m"),
        base(Family.IP, "m", "o", "filter", HookNumber.OUTPUT, 0, null),
        base(Family.IP, "m", "p", "filter", HookNumber.POSTROUTING, 0, null),
        Rules.rule("m", "o", List.of(type)),
        Rules.rule("m", "p", List.of(type)));
    run(HookNumber.OUTPUT, packet());
    router.hook(HookNumber.POSTROUTING, packet(), null, router.outside);
    assertThat(router.counted("m", "o", 0)).isZero();
    assertThat(router.counted("m", "p", 0)).isEqualTo(1);
  }
}
