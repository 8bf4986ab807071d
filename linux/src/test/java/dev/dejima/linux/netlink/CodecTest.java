package dev.dejima.linux.netlink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dejima.kernel.conntrack.ConntrackMessage;
import dev.dejima.kernel.rtnetlink.RouteMessage;
import dev.dejima.nft.expr.Compat;
import dev.dejima.nft.expr.Connlimit;
import dev.dejima.nft.expr.Dup;
import dev.dejima.nft.expr.Expr;
import dev.dejima.nft.expr.Family;
import dev.dejima.nft.expr.FlowOffload;
import dev.dejima.nft.expr.Fwd;
import dev.dejima.nft.expr.Hash;
import dev.dejima.nft.expr.Last;
import dev.dejima.nft.expr.Load;
import dev.dejima.nft.expr.NewFlag;
import dev.dejima.nft.expr.NewGeneration;
import dev.dejima.nft.expr.NewRule;
import dev.dejima.nft.expr.NewSetElements;
import dev.dejima.nft.expr.NftMessage;
import dev.dejima.nft.expr.Numgen;
import dev.dejima.nft.expr.Queue;
import dev.dejima.nft.expr.SetElement;
import dev.dejima.nft.expr.Symhash;
import dev.dejima.nft.expr.Tproxy;
import dev.dejima.packet.Bytes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class CodecTest {
  private static final RouteCodec ROUTE = new RouteCodec(namespace -> -1);
  private static final NftCodec NFT = new NftCodec();
  private static final ConntrackCodec CONNTRACK = new ConntrackCodec();

  private static Codec<?> codec(String name) {
    return switch (name.substring(0, name.indexOf('-'))) {
      case "rtnetlink" -> ROUTE;
      case "nftables" -> NFT;
      case "conntrack" -> CONNTRACK;
      default -> new DiagCodec(6);
    };
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "rtnetlink-requests",
        "rtnetlink-answers",
        "nftables-requests",
        "nftables-answers",
        "conntrack-answers",
        "diag-answers"
      })
  void decodesWhatToolsAndKernelSay(String name) throws Exception {
    StringBuilder text = new StringBuilder();
    for (NetlinkMessage message : Golden.messages(name)) {
      text.append(codec(name).typeName(message.type())).append(' ');
      text.append(codec(name).decode(message)).append('\n');
    }
    assertThat(text).hasToString(Golden.text(name, text.toString()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"nftables-requests", "nftables-answers"})
  void rulesetsComeBackWhole(String name) throws Exception {
    for (NetlinkMessage message : Golden.messages(name)) {
      NftMessage record = NFT.decode(message);
      if (record != null && !(record instanceof NewGeneration)) {
        NetlinkMessage again = NFT.encode(record).getFirst();
        assertThat(again.type()).isEqualTo(message.type());
        assertThat(NFT.decode(withFlags(again, message))).isEqualTo(record);
        // nft numbers a list's elements by their attributes' types, the kernel forgets to say
        // nested.
        if (name.equals("nftables-requests") && !(record instanceof NewSetElements)) {
          assertThat(tree(again)).isEqualTo(tree(message));
        }
      }
    }
  }

  /** Attributes, but for the bitwise operation that nft gives or leaves to be understood. */
  private static String tree(NetlinkMessage message) {
    return Golden.tree(message.payload(), 4).replaceAll("(5=\\[1=0+]), 6=00000000", "$1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"rtnetlink-requests", "rtnetlink-answers"})
  void linksAddressesAndRoutesComeBack(String name) throws Exception {
    for (NetlinkMessage message : Golden.messages(name)) {
      RouteMessage record = ROUTE.decode(message);
      if (record != null) {
        NetlinkMessage again = ROUTE.encode(record).getFirst();
        assertThat(ROUTE.decode(withFlags(again, message))).isEqualTo(record);
      }
    }
  }

  @Test
  void requestsAreThoseOfIp() throws Exception {
    for (NetlinkMessage message : Golden.messages("rtnetlink-requests")) {
      RouteMessage record = ROUTE.decode(message);
      if (record != null) {
        NetlinkMessage again = ROUTE.encode(record).getFirst();
        int header = message.type() < 20 ? 16 : message.type() < 24 ? 8 : 12;
        assertThat(Golden.tree(again.payload(), header))
            .isEqualTo(Golden.tree(message.payload(), header));
      }
    }
  }

  @Test
  void connectionsComeBack() throws Exception {
    for (NetlinkMessage message : Golden.messages("conntrack-answers")) {
      ConntrackMessage record = Objects.requireNonNull(CONNTRACK.decode(message));
      NetlinkMessage again = CONNTRACK.encode(record).getFirst();
      // That it is one of many is said by the kernel alone.
      NetlinkMessage listed = new NetlinkMessage(again.type(), message.flags(), again.payload());
      assertThat(CONNTRACK.decode(listed)).isEqualTo(record);
    }
  }

  private static List<Expr> handovers() {
    return List.of(
        new Queue(4, 2, Queue.BYPASS | Queue.FANOUT, OptionalInt.empty()),
        new Queue(0, 1, 0, OptionalInt.of(1)),
        new Dup(OptionalInt.of(1), OptionalInt.of(2)),
        new Fwd(1, OptionalInt.of(2), Family.IP6),
        new Fwd(1, OptionalInt.empty(), null),
        new Tproxy(Family.UNSPEC, OptionalInt.empty(), OptionalInt.of(1)),
        new FlowOffload("ft"),
        new Last(true, 5000),
        new Last(false, 0),
        new Connlimit(20, true),
        new Hash(2, 8, 1, 4, 5, 6),
        new Hash(2, 8, 1, 4, null, 0),
        new Load(1, new Symhash(4, 5)),
        new Load(1, new Numgen(Numgen.Mode.RANDOM, -1, 0)),
        new Compat(true, "LOG", 0, Bytes.ofHex("0102")));
  }

  @ParameterizedTest
  @MethodSource("handovers")
  void anExpressionComesBack(Expr expr) throws Exception {
    NewRule rule =
        new NewRule(
            Family.IP, "t", "c", 0, 0, 0, 0, List.of(expr), Bytes.EMPTY, Set.of(NewFlag.CREATE));
    assertThat(NFT.decode(NFT.encode(rule).getFirst()))
        .isInstanceOfSatisfying(
            NewRule.class, back -> assertThat(back.exprs()).containsExactly(expr));
  }

  private static NetlinkMessage withFlags(NetlinkMessage message, NetlinkMessage like) {
    return new NetlinkMessage(message.type(), like.flags(), message.payload());
  }

  @Test
  void longElementListsAreSplit() throws Exception {
    List<SetElement> elements = new ArrayList<>();
    for (int i = 0; i < 10_000; i++) {
      elements.add(SetElement.of(Bytes.bigEndian(i, 4), 0));
    }
    NewSetElements all = new NewSetElements(Family.IP, "t", "s", 0, elements, Set.of());
    List<SetElement> back = new ArrayList<>();
    List<NetlinkMessage> messages = NFT.encode(all);
    for (NetlinkMessage message : messages) {
      assertThat(message.payload().length).isLessThan(1 << 16);
      if (NFT.decode(message) instanceof NewSetElements some) {
        back.addAll(some.elements());
      }
    }
    assertThat(messages).hasSizeGreaterThan(1);
    assertThat(back).isEqualTo(elements);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "rtnetlink-answers",
        "nftables-answers",
        "conntrack-answers",
        "diag-answers",
      })
  void damagedMessagesAreRefusedOrRead(String name) throws Exception {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    List<NetlinkMessage> messages = Golden.messages(name);
    for (int i = 0; i < 5000; i++) {
      NetlinkMessage message = messages.get(random.nextInt(messages.size()));
      byte[] payload = damaged(message.payload(), random);
      try {
        codec(name).decode(new NetlinkMessage(message.type(), message.flags(), payload));
      } catch (MalformedException e) {
        assertThat(e).hasMessageMatching("(?s).+");
      } catch (RuntimeException e) {
        throw new AssertionError("seed " + seed + ", " + Bytes.of(payload), e);
      }
    }
  }

  private static byte[] damaged(byte[] payload, Random random) {
    int length = random.nextInt(8) == 0 ? random.nextInt(payload.length + 1) : payload.length;
    byte[] damaged = Arrays.copyOf(payload, length);
    for (int n = random.nextInt(4); n >= 0 && length > 0; n--) {
      damaged[random.nextInt(length)] = (byte) random.nextInt(256);
    }
    return damaged;
  }

  @Test
  void aDatagramThatEndsTooEarlyIsMalformed() {
    byte[] datagram = new NetlinkMessage(16, 0, new byte[20]).toBytes();
    assertThatThrownBy(() -> NetlinkSocket.split(datagram, datagram.length - 4))
        .isInstanceOf(MalformedException.class);
  }

  @Test
  void debugPrintsMessagesDecoded() throws Exception {
    NetlinkMessage message = Golden.messages("rtnetlink-requests").get(1);
    assertThat(new Debug(ROUTE, "lan").describe(">", message))
        .startsWith("> lan RTM_NEWLINK REQUEST|ACK|EXCL|CREATE seq 0 len ")
        .contains("name=lx0");
  }
}
