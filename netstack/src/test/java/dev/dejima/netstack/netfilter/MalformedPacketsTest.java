package dev.dejima.netstack.netfilter;

import static dev.dejima.netstack.netfilter.Rules.base;
import static dev.dejima.netstack.netfilter.Rules.rule;
import static dev.dejima.netstack.netfilter.Rules.snat;
import static dev.dejima.netstack.netfilter.Rules.table;
import static org.assertj.core.api.Assertions.assertThat;

import dev.dejima.netstack.Packet;
import dev.dejima.nft.expr.CtHelperObject;
import dev.dejima.nft.expr.Family;
import dev.dejima.nft.expr.HookNumber;
import dev.dejima.nft.expr.NewFlag;
import dev.dejima.nft.expr.NewObject;
import dev.dejima.nft.expr.ObjRef;
import dev.dejima.nft.expr.ObjectType;
import dev.dejima.packet.Bytes;
import dev.dejima.packet.Checksum;
import dev.dejima.packet.NetworkOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Packets that make no sense throw nothing, and leave what is tracked within its bounds. */
class MalformedPacketsTest {
  private static final String A = "192.0.2.1";
  private static final String B = "203.0.113.1";
  private static final int ROUNDS = Integer.getInteger("fuzz.rounds", 4000);
  private static final long SEED = Long.getLong("fuzz.seed", 20_261_130);
  private static final int[] PROTOCOLS = {1, 6, 17, 33, 47, 58, 132, 136, 50};

  private static final List<String> TEXTS =
      List.of(
          "PORT 192,0,2,1,200,10\r\n",
          "EPRT |1|192.0.2.1|51210|\r\n",
          "227 Entering Passive Mode (192,0,2,1,200,10)\r\n",
          "229 Extended (|||51210|)\r\n",
          "PRIVMSG x :\u0001DCC SEND file 3221225985 51210 1\u0001\n",
          "REGISTER sip:b SIP/2.0\r\n"
              + "Via: SIP/2.0/UDP 192.0.2.1:5060;rport=1;received=192.0.2.1\r\n"
              + "CSeq: 1 REGISTER\r\n"
              + "Contact: <sip:a@192.0.2.1:5060>,<sip:x@[::1]>;expires=60\r\n\r\n",
          "INVITE sip:b SIP/2.0\r\nCSeq: 1 INVITE\r\nContent-Length: 80\r\n\r\nv=0\r\n"
              + "o=a 1 1 IN IP4 192.0.2.1\r\nc=IN IP4 192.0.2.1\r\nm=audio 20000 RTP\r\n",
          "SIP/2.0 200 OK\r\nCSeq: 1 INVITE\r\nContent-Length: 9\r\n\r\nv=0\r\nm=x\r\n");

  private final Router router = new Router();
  private final Random random = new Random(SEED);

  @AfterEach
  void close() {
    router.close();
  }

  private void translate() {
    router.nft(table("t"), base("t", "n", "nat", HookNumber.POSTROUTING, 100));
    router.nft(rule("t", "n", snat("203.0.113.254", "203.0.113.254", 0)));
  }

  private void help(String helper, int protocol) {
    router.nft(
        base("t", helper, "filter", HookNumber.FORWARD, 0),
        new NewObject(
            Family.IP,
            "t",
            helper,
            0,
            new CtHelperObject(helper, Family.IP, protocol),
            0,
            Bytes.EMPTY,
            Set.of(NewFlag.CREATE)),
        rule("t", helper, new ObjRef(ObjectType.CT_HELPER, helper)));
  }

  /** A packet of random octets behind a sound IP header; some with a right checksum. */
  private Packet noise() {
    int protocol = PROTOCOLS[random.nextInt(PROTOCOLS.length)];
    boolean out = random.nextBoolean();
    int length = random.nextInt(random.nextBoolean() ? 24 : 120);
    Packet packet = router.ip(out ? A : B, out ? B : A, protocol, length);
    for (int at = packet.transport; at < packet.end; at++) {
      packet.bytes[at] = (byte) (random.nextInt(3) == 0 ? random.nextInt(256) : random.nextInt(4));
    }
    if (length >= 20 && protocol == 6) {
      packet.bytes[packet.transport + 12] = (byte) (random.nextInt(16) << 4);
    }
    packet.checksumVerified = random.nextInt(4) != 0;
    return packet;
  }

  @Test
  void noiseThrowsNothing() {
    translate();
    for (int i = 0; i < ROUNDS; i++) {
      Packet packet = noise();
      boolean out = NetworkOrder.get32(packet.bytes, packet.network + 12) == 0xc000_0201;
      if (out) {
        router.toOutside(packet);
      } else {
        router.toInside(packet);
      }
      if (i % 500 == 0) {
        router.advance(1);
      }
    }
    assertThat(router.flows()).hasSizeLessThanOrEqualTo(ROUNDS);
    router.advance(500_000);
    assertThat(router.flows()).isEmpty();
  }

  /** Text that helpers look into, cut off and with some letters changed. */
  private byte[] damaged() {
    byte[] text = TEXTS.get(random.nextInt(TEXTS.size())).getBytes(StandardCharsets.ISO_8859_1);
    byte[] some = Arrays.copyOf(text, random.nextInt(text.length + 1));
    for (int i = random.nextInt(4); i > 0 && some.length > 0; i--) {
      some[random.nextInt(some.length)] = (byte) random.nextInt(256);
    }
    return some;
  }

  @Test
  void damagedTextThrowsNothingAndKeepsChecksumsRight() {
    translate();
    help("sip", 17);
    help("tftp", 17);
    for (int i = 0; i < ROUNDS; i++) {
      byte[] text = damaged();
      Packet packet = router.ip(A, B, 17, 8 + text.length);
      int at = packet.transport;
      NetworkOrder.put16(packet.bytes, at, 5060);
      NetworkOrder.put16(packet.bytes, at + 2, 5060 + i % 3);
      NetworkOrder.put16(packet.bytes, at + 4, 8 + text.length);
      System.arraycopy(text, 0, packet.bytes, at + 8, text.length);
      router.finish(packet, 6);
      if (router.toOutside(packet)) {
        assertThat(Router.checksumsValid(packet)).as("seed %d round %d", SEED, i).isTrue();
        assertThat(Checksum.of(packet.bytes, packet.network, packet.transport)).isZero();
      }
    }
  }

  @Test
  void damagedCommandsThrowNothing() {
    translate();
    help("ftp", 6);
    help("irc", 6);
    router.toOutside(router.tcp(A, 1000, B, 21, Router.SYN, 99, 0));
    router.toInside(router.tcp(B, 21, A, 1000, Router.SYN | Router.ACK, 499, 100));
    int seq = 100;
    for (int i = 0; i < ROUNDS; i++) {
      byte[] text = damaged();
      Packet packet = router.tcp(A, 1000, B, 21, Router.ACK, seq, 500, text.length);
      System.arraycopy(text, 0, packet.bytes, packet.transport + 20, text.length);
      NetworkOrder.put16(packet.bytes, packet.transport + 16, 0);
      router.finish(packet, 16);
      if (router.toOutside(packet)) {
        assertThat(Router.checksumsValid(packet)).as("seed %d round %d", SEED, i).isTrue();
        seq += text.length;
      }
    }
  }
}
