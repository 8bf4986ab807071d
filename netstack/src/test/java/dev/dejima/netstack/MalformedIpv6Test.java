package dev.dejima.netstack;

import static dev.dejima.netstack.TestNetwork.address;
import static dev.dejima.netstack.TestNetwork.link;
import static dev.dejima.netstack.TestNetwork.route;
import static org.assertj.core.api.Assertions.assertThat;

import dev.dejima.kernel.KernelException;
import dev.dejima.kernel.Namespace;
import dev.dejima.kernel.PacketSocket;
import dev.dejima.kernel.conntrack.GetConntracks;
import dev.dejima.nft.compile.Compiled;
import dev.dejima.nft.compile.Compiler;
import dev.dejima.nft.compile.Environment;
import dev.dejima.nft.compile.Snapshot;
import dev.dejima.nft.syntax.IncludeReader;
import dev.dejima.nft.syntax.NftParser;
import dev.dejima.nft.syntax.ParseResult;
import dev.dejima.packet.Bytes;
import dev.dejima.packet.Ipv6Address;
import dev.dejima.packet.NetworkOrder;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Malformed IPv6 packets to and through a router with rules: nothing is thrown, none is lost. */
class MalformedIpv6Test {
  private static final int ROUNDS = Integer.getInteger("fuzz.rounds", 6000);
  private static final long SEED = Long.getLong("fuzz.seed", 20_261_130);
  private static final int ETHERNET = 14;
  private static final int IPV6 = 40;

  /** Hop-by-hop, routing, fragment, authentication, destination options, mobility. */
  private static final int[] EXTENSIONS = {0, 43, 44, 44, 44, 51, 60, 135};

  private static final int[] UPPER = {6, 17, 58, 58, 132, 33, 136, 47, 4, 41, 50, 59, 255};

  private static final List<String> SOURCES =
      List.of("2001:db8:1::1", "2001:db8:1::1", "fe80::1", "::", "::1", "ff02::1", "2001:db8:1::9");

  private static final List<String> DESTINATIONS =
      List.of(
          "2001:db8:2::1",
          "2001:db8:2::1",
          "2001:db8:1::fe",
          "2001:db8:1::fe",
          "2001:db8:2::77",
          "ff02::1",
          "ff02::1:ff00:fe",
          "ff05::2",
          "2001:db8:9::1",
          "::1",
          "::");

  private static final String RULES =
      """
      table inet t {
        set seen { type ipv6_addr . inet_service; size 128; flags dynamic,timeout; timeout 10s; }
        chain raw {
          type filter hook prerouting priority raw
          exthdr frag exists counter
          rt type 0 counter
          hbh nexthdr 6 counter
          mh type 1 counter
          tcp option maxseg size 1-500 counter
          sctp chunk data exists counter
          dccp option 1 exists counter
          udp dport 6081 geneve ip6 saddr ::1 counter
          udp dport 4789 vxlan tcp dport 80 counter
          ip6 nexthdr icmpv6 icmpv6 mtu 1280 counter
          update @seen { ip6 saddr . udp dport }
          fib saddr . iif oif missing counter
        }
        chain p {
          type filter hook prerouting priority filter
          ct state invalid counter
          socket transparent 1 counter
          @ih,0,64 1 counter
          @th,64,32 7 counter
          meta random & 7 == 0 queue flags bypass to 0
        }
        chain n { type nat hook postrouting priority srcnat; masquerade; }
        chain f {
          type filter hook forward priority filter
          meta random & 15 == 0 reject with icmpv6 admin-prohibited
          meta l4proto tcp meta random & 3 == 0 reject with tcp reset
          meta l4proto tcp tcp option maxseg size set rt mtu
          ip6 dscp set 3
        }
      }
      table ip6 d {
        chain c { type filter hook prerouting priority mangle
          meta random & 3 == 0 dup to 2001:db8:2::1; }
      }
      table netdev x {
        chain c { type filter hook ingress device gw0 priority 0
          meta random & 15 == 1 fwd to gw1
          meta random & 15 == 2 fwd ip6 to 2001:db8:2::1 device gw1
          meta random & 15 == 3 dup to gw1; }
      }
      """;

  private TestNetwork net;
  private final Random random = new Random(SEED);

  @BeforeEach
  void build() throws Exception {
    net = new TestNetwork();
    for (Namespace namespace : List.of(net.lan, net.router, net.wan)) {
      namespace.sysctl().write("net/ipv6/conf/all/disable_ipv6", "0");
    }
    address(net.lan, "lan0", "2001:db8:1::1/64");
    address(net.router, "gw0", "2001:db8:1::fe/64");
    address(net.router, "gw1", "2001:db8:2::fe/64");
    address(net.wan, "wan0", "2001:db8:2::1/64");
    route(net.lan, "::/0", "2001:db8:1::fe");
    route(net.wan, "::/0", "2001:db8:2::fe");
    net.router.sysctl().write("net/ipv6/conf/all/forwarding", "1");
    String rules = RULES.replace("gw1", String.valueOf(link(net.router, "gw1").index()));
    ParseResult parsed = NftParser.parse("rules.nft", rules, IncludeReader.NONE);
    assertThat(parsed.errors()).isEmpty();
    Compiled compiled = Compiler.compile(parsed.commands(), Snapshot.EMPTY, Environment.PLAIN);
    assertThat(compiled.errors()).isEmpty();
    net.router.nfTables().commit(compiled.messages());
  }

  @AfterEach
  void close() {
    net.close();
  }

  private int any(int[] some) {
    return some[random.nextInt(some.length)];
  }

  private static void put(byte[] frame, int at, String address) {
    Ipv6Address ip = Ipv6Address.parse(address);
    NetworkOrder.put64(frame, at, ip.high());
    NetworkOrder.put64(frame, at + 8, ip.low());
  }

  /** A frame for the router: a chain of headers, then noise; now and then cut or damaged. */
  private byte[] frame(long router) {
    int length = ETHERNET + IPV6 + random.nextInt(random.nextInt(4) == 0 ? 1400 : 160);
    byte[] frame = new byte[length];
    for (int at = ETHERNET + IPV6; at < length; at++) {
      frame[at] = (byte) (random.nextInt(3) == 0 ? random.nextInt(256) : random.nextInt(4));
    }
    NetworkOrder.put32(frame, 0, (int) (router >>> 16));
    NetworkOrder.put16(frame, 4, (int) router & 0xffff);
    frame[6] = 2;
    NetworkOrder.put16(frame, 12, 0x86dd);
    int ip = ETHERNET;
    frame[ip] = 0x60;
    NetworkOrder.put16(frame, ip + 4, length - ETHERNET - IPV6);
    frame[ip + 7] = (byte) (random.nextInt(8) == 0 ? random.nextInt(3) : 64);
    put(frame, ip + 8, SOURCES.get(random.nextInt(SOURCES.size())));
    put(frame, ip + 24, DESTINATIONS.get(random.nextInt(DESTINATIONS.size())));
    headers(frame, ip);
    if (random.nextInt(6) == 0) {
      frame[ETHERNET + random.nextInt(length - ETHERNET)] = (byte) random.nextInt(256);
    }
    return random.nextInt(8) == 0
        ? Arrays.copyOf(frame, ETHERNET + random.nextInt(length - ETHERNET + 1))
        : frame;
  }

  private void headers(byte[] frame, int ip) {
    int number = ip + 6;
    int at = ip + IPV6;
    for (int left = random.nextInt(5); left > 0 && at + 16 <= frame.length; left--) {
      int kind = any(EXTENSIONS);
      frame[number] = (byte) kind;
      number = at;
      frame[at + 1] = (byte) (kind == 44 || random.nextInt(5) > 0 ? 0 : random.nextInt(5));
      if (kind == 44) {
        int offset = random.nextInt(6) == 0 ? random.nextInt(8192) : random.nextInt(6);
        NetworkOrder.put16(frame, at + 2, offset << 3 | random.nextInt(2));
        NetworkOrder.put32(frame, at + 4, random.nextInt(4));
      }
      at += 8 + (kind == 44 ? 0 : frame[at + 1] * 8);
    }
    frame[number] = (byte) any(UPPER);
  }

  @Test
  void nothingIsThrownAndEveryPacketIsReleased() throws Exception {
    long router = Objects.requireNonNull(link(net.router, "gw0").address()).value();
    net.kernel.clock().sleep(Duration.ofSeconds(5));
    try (PacketSocket socket = net.lan.packetSocket("lan0")) {
      for (int i = 0; i < ROUNDS; i++) {
        send(socket, frame(router));
        if (i % 50 == 0) {
          net.kernel.clock().sleep(Duration.ofMillis(100));
        }
      }
    }
    // Some were tracked, and fragments wait.
    assertThat(net.router.conntrack().dump(new GetConntracks(6))).isNotEmpty();
    assertThat(net.kernel.packets().outstanding()).isPositive();
    net.kernel.clock().sleep(Duration.ofMinutes(20));
    assertThat(net.diagnoses).as("seed %d", SEED).isEmpty();
    assertThat(net.kernel.packets().outstanding()).as("seed %d", SEED).isZero();
  }

  private static void send(PacketSocket socket, byte[] frame) throws Exception {
    try {
      socket.send(Bytes.of(frame));
    } catch (KernelException e) {
      assertThat(frame.length).isLessThanOrEqualTo(ETHERNET);
    }
  }
}
