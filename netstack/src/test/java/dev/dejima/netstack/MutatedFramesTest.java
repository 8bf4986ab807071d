package dev.dejima.netstack;

import static dev.dejima.netstack.TestNetwork.address;
import static dev.dejima.netstack.TestNetwork.link;
import static dev.dejima.netstack.TestNetwork.route;
import static dev.dejima.packet.NetworkOrder.get16;
import static dev.dejima.packet.NetworkOrder.get8;
import static dev.dejima.packet.NetworkOrder.put16;
import static dev.dejima.packet.NetworkOrder.put48;
import static org.assertj.core.api.Assertions.assertThat;

import dev.dejima.kernel.Capture;
import dev.dejima.kernel.KernelException;
import dev.dejima.kernel.Namespace;
import dev.dejima.kernel.PacketSocket;
import dev.dejima.kernel.Program;
import dev.dejima.kernel.Socket;
import dev.dejima.kernel.SocketType;
import dev.dejima.kernel.StandardStreams;
import dev.dejima.kernel.rtnetlink.GetAddresses;
import dev.dejima.kernel.rtnetlink.GetRoutes;
import dev.dejima.nft.compile.Compiled;
import dev.dejima.nft.compile.Compiler;
import dev.dejima.nft.compile.Environment;
import dev.dejima.nft.compile.Snapshot;
import dev.dejima.nft.syntax.IncludeReader;
import dev.dejima.nft.syntax.NftParser;
import dev.dejima.nft.syntax.ParseResult;
import dev.dejima.packet.Bytes;
import dev.dejima.packet.Checksum;
import dev.dejima.packet.Endpoint;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Frames of true exchanges (ARP, neighbour discovery, pings, TCP, UDP, errors, fragments), damaged
 * and sent again to a router from both sides: nothing is thrown, none is lost, and addresses,
 * routes and service are what they were.
 */
class MutatedFramesTest {
  private static final int ROUNDS = Integer.getInteger("fuzz.rounds", 6000);
  private static final long SEED = Long.getLong("fuzz.seed", 20_261_130);
  private static final int ETHERNET = 14;
  private static final int[] PROTOCOLS = {0, 1, 2, 6, 17, 33, 41, 43, 44, 47, 50, 58, 60, 132, 136};

  private static final String RULES =
      """
      table inet t {
        chain p { type filter hook prerouting priority -150; ct state invalid counter; }
        chain n { type nat hook postrouting priority srcnat; oifname "gw1" masquerade; }
        chain d { type nat hook prerouting priority dstnat; iifname "gw1" tcp dport 8080 dnat ip to 192.0.2.1:80; }
        chain f { type filter hook forward priority filter; tcp dport 83 reject; tcp option maxseg size set rt mtu; }
        chain i { type filter hook input priority filter; ct state new limit rate 1000/second accept; }
      }
      """;

  private final Random random = new Random(SEED);
  private final List<byte[]> frames = new ArrayList<>();
  private TestNetwork net;

  @BeforeEach
  void build() throws Exception {
    net = new TestNetwork(SEED);
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
    ParseResult parsed = NftParser.parse("rules.nft", RULES, IncludeReader.NONE);
    assertThat(parsed.errors()).isEmpty();
    Compiled compiled = Compiler.compile(parsed.commands(), Snapshot.EMPTY, Environment.PLAIN);
    assertThat(compiled.errors()).isEmpty();
    net.router.nfTables().commit(compiled.messages());
    try (Capture lan = TestNetwork.capture(net.lan, "lan0");
        Capture wan = TestNetwork.capture(net.wan, "wan0")) {
      net.kernel.clock().sleep(Duration.ofSeconds(5));
      serve(net.wan);
      serve(net.router);
      exchange();
      keep(lan);
      keep(wan);
    }
    assertThat(frames).hasSizeGreaterThan(60);
  }

  @AfterEach
  void close() {
    net.close();
  }

  private void keep(Capture capture) throws KernelException {
    for (Optional<Capture.Frame> next = capture.poll(); next.isPresent(); next = capture.poll()) {
      frames.add(next.get().bytes().toArray());
    }
  }

  private void serve(Namespace namespace) throws KernelException {
    net.kernel.start(
        namespace,
        "server",
        StandardStreams.none(),
        process -> {
          Socket listener = process.namespace().socket(SocketType.TCP6);
          listener.bind(Endpoint.parse("[::]:80"));
          listener.listen(100);
          byte[] buffer = new byte[4096];
          while (true) {
            Socket peer = listener.accept();
            try {
              for (int got = peer.receive(buffer, 0, 4096);
                  got > 0;
                  got = peer.receive(buffer, 0, 4096)) {
                peer.send(buffer, 0, got);
              }
            } catch (KernelException e) {
              // A damaged segment may well have reset it.
            }
            peer.close();
          }
        });
  }

  private void exchange() throws Exception {
    for (String server : List.of("203.0.113.1", "192.0.2.254", "[2001:db8:2::1]")) {
      assertThat(run(net.lan, echo(server + ":80"))).as("%s, seed %d", server, SEED).isZero();
      run(net.lan, datagram(server + ":9", 8));
      run(net.lan, datagram(server + ":9", 3000));
    }
  }

  private int run(Namespace namespace, Program program) throws Exception {
    return net.kernel.run(namespace, "client", StandardStreams.none(), program);
  }

  private static Program echo(String server) {
    return process -> {
      Endpoint to = Endpoint.parse(server);
      boolean six = server.startsWith("[");
      try (Socket socket = process.namespace().socket(six ? SocketType.TCP6 : SocketType.TCP4)) {
        socket.connect(to);
        socket.send(new byte[2000], 0, 2000);
        socket.shutdownOutput();
        int total = 0;
        byte[] buffer = new byte[4096];
        for (int got = socket.receive(buffer, 0, 4096);
            got > 0;
            got = socket.receive(buffer, 0, 4096)) {
          total += got;
        }
        return total == 2000 ? 0 : 1;
      }
    };
  }

  private static Program datagram(String server, int length) {
    return process -> {
      boolean six = server.startsWith("[");
      try (Socket socket = process.namespace().socket(six ? SocketType.UDP6 : SocketType.UDP4)) {
        socket.connect(Endpoint.parse(server));
        socket.send(new byte[length], 0, length);
      } catch (KernelException e) {
        return 1; // The other end may refuse it.
      }
      return 0;
    };
  }

  // ---- damage

  private byte[] damaged(long router) {
    byte[] frame = frames.get(random.nextInt(frames.size())).clone();
    for (int times = 1 + random.nextInt(3); times > 0; times--) {
      frame = damage(frame);
    }
    if (frame.length > ETHERNET) {
      if (random.nextInt(8) > 0) {
        put48(frame, 0, router);
      }
      if (random.nextInt(3) > 0) {
        mend(frame);
      }
    }
    return frame;
  }

  private byte[] damage(byte[] frame) {
    int at = random.nextInt(8) == 0 ? 12 : ETHERNET;
    int room = frame.length - at;
    if (room <= 2) {
      return frame;
    }
    int place = at + random.nextInt(random.nextInt(2) == 0 ? Math.min(room - 1, 64) : room - 1);
    switch (random.nextInt(7)) {
      case 0 -> frame[place] ^= (byte) (1 << random.nextInt(8));
      case 1 -> frame[place] = (byte) random.nextInt(256);
      case 2 -> put16(frame, place, random.nextInt(4) == 0 ? 0xffff : random.nextInt(0x10000));
      case 3 -> {
        return Arrays.copyOf(frame, place);
      }
      case 4 -> {
        return Arrays.copyOf(frame, Math.min(frame.length + random.nextInt(64), 1514));
      }
      case 5 -> {
        int from = at + random.nextInt(room);
        int length = Math.min(random.nextInt(32), frame.length - Math.max(from, place));
        System.arraycopy(frame, from, frame, place, length);
      }
      default -> {
        boolean six = get8(frame, ETHERNET) >>> 4 == 6;
        int number = ETHERNET + (six ? 6 : 9);
        if (number < frame.length) {
          frame[number] = (byte) PROTOCOLS[random.nextInt(PROTOCOLS.length)];
        }
      }
    }
    return frame;
  }

  /** Makes lengths and checksums right again, so that what is wrong is deeper. */
  private void mend(byte[] frame) {
    boolean four = get8(frame, ETHERNET) >>> 4 == 4;
    int header = (get8(frame, ETHERNET) & 15) * 4;
    if (get16(frame, 12) == 0x86dd && frame.length >= ETHERNET + 40) {
      put16(frame, ETHERNET + 4, frame.length - ETHERNET - 40);
    } else if (four && header >= 20 && frame.length >= ETHERNET + header) {
      put16(frame, ETHERNET + 2, frame.length - ETHERNET);
      put16(frame, ETHERNET + 10, 0);
      put16(
          frame, ETHERNET + 10, Checksum.finish(Checksum.sum(frame, ETHERNET, ETHERNET + header)));
      mendPayload(frame, ETHERNET + header);
    }
  }

  private static void mendPayload(byte[] frame, int at) {
    int protocol = get8(frame, ETHERNET + 9);
    int place = protocol == 6 ? 16 : protocol == 17 ? 6 : protocol == 1 ? 2 : -1;
    if (place < 0 || at + place + 2 > frame.length) {
      return;
    }
    put16(frame, at + place, 0);
    long pseudo =
        protocol == 1
            ? 0
            : Checksum.sum(frame, ETHERNET + 12, ETHERNET + 20) + protocol + frame.length - at;
    put16(frame, at + place, Checksum.finish(pseudo + Checksum.sum(frame, at, frame.length)));
  }

  @Test
  void nothingIsThrownAndNothingChanges() throws Exception {
    String before = state();
    long inside = Objects.requireNonNull(link(net.router, "gw0").address()).value();
    long outside = Objects.requireNonNull(link(net.router, "gw1").address()).value();
    try (PacketSocket lan = net.lan.packetSocket("lan0");
        PacketSocket wan = net.wan.packetSocket("wan0")) {
      for (int i = 0; i < ROUNDS; i++) {
        boolean in = random.nextInt(3) > 0;
        byte[] frame = damaged(in ? inside : outside);
        if (frame.length > ETHERNET) {
          (in ? lan : wan).send(Bytes.of(frame));
        }
        if (i % 50 == 0) {
          net.kernel.clock().sleep(Duration.ofMillis(100));
        }
      }
    }
    net.kernel.clock().sleep(Duration.ofMinutes(20));
    assertThat(net.diagnoses).as("seed %d", SEED).isEmpty();
    assertThat(net.kernel.packets().outstanding()).as("seed %d", SEED).isZero();
    assertThat(state()).as("seed %d", SEED).isEqualTo(before);
    exchange();
  }

  private String state() throws Exception {
    StringBuilder text = new StringBuilder();
    for (Namespace namespace : List.of(net.lan, net.router, net.wan)) {
      for (int version : new int[] {4, 6}) {
        namespace.route().dump(new GetAddresses(version)).forEach(a -> text.append(a).append('\n'));
        namespace.route().dump(new GetRoutes(version, 0)).forEach(r -> text.append(r).append('\n'));
      }
    }
    return text.toString();
  }
}
