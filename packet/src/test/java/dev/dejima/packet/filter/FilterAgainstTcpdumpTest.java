package dev.dejima.packet.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Both compilers' programs, run on the same frames, keep the same ones. */
@Tag("linux")
class FilterAgainstTcpdumpTest {
  private static final long SEED = Long.getLong("dejima.seed", 20260101);
  private static final int EXPRESSIONS = Integer.getInteger("dejima.filter.expressions", 150);
  private static final int FRAMES = 3000;

  @BeforeAll
  static void needsTcpdump() {
    assumeTrue(Tcpdump.isInstalled(), "SKIPPED: tcpdump is not installed");
  }

  static List<String> handwritten() {
    return GoldenFilters.expressions();
  }

  static Stream<String> random() {
    ExpressionGenerator generator = new ExpressionGenerator(SEED);
    return Stream.generate(generator::next).limit(EXPRESSIONS);
  }

  @ParameterizedTest
  @MethodSource("handwritten")
  void keepsTheSameFrames(String expression) {
    compare(expression, true);
  }

  @ParameterizedTest
  @MethodSource("random")
  void keepsTheSameFramesForRandomExpressions(String expression) {
    compare(expression, false);
  }

  /**
   * Compares on all frames, or on whole ones only: on one that is cut off, the verdict under a
   * {@code not} hangs on the order of loads, which libpcap's optimizer changes in long expressions.
   */
  private static void compare(String expression, boolean cutFrames) {
    Tcpdump.Answer answer = Tcpdump.compile("-ddd", "EN10MB", expression);
    if (answer.refused()) {
      assertThat(refusal(expression)).isEqualTo(answer.lines().getFirst());
      return;
    }
    BpfInterpreter theirs = new BpfInterpreter(answer.program());
    BpfInterpreter ours = new BpfInterpreter(compileOrRejectAll(expression));
    PacketGenerator frames = new PacketGenerator(SEED);
    for (int i = 0; i < FRAMES; i++) {
      byte[] frame = frames.next();
      if (frame.length < PacketGenerator.WHOLE && !cutFrames) {
        continue;
      }
      assertThat(ours.run(frame, 0, frame.length))
          .as("%s (seed %d) on %s", expression, SEED, HexFormat.of().formatHex(frame))
          .isEqualTo(theirs.run(frame, 0, frame.length));
    }
  }

  /** Our optimizer finds contradictions that libpcap's does not. */
  private static BpfProgram compileOrRejectAll(String expression) {
    try {
      return FilterCompiler.compile(expression, LinkType.ETHERNET, 262144, 0);
    } catch (FilterException e) {
      assertThat(e).hasMessage("expression rejects all packets");
      return new BpfProgram(List.of(new BpfInstruction(Opcode.RET, 0, 0, 0)));
    }
  }

  private static String refusal(String expression) {
    try {
      FilterCompiler.compile(expression, LinkType.ETHERNET, 262144, 0);
      return "accepted";
    } catch (FilterException e) {
      return "tcpdump: " + e.getMessage();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "192.0.2.1",
        "port",
        "port 99999",
        "host",
        "tcp host 192.0.2.1",
        "icmp port 80",
        "host foo.invalid and",
        "(port 80) or 443",
        "ip proto tcp",
        "net 192.0.2.1/24",
        "net 10.0.0.0/33",
        "host 10.0.0.0/8",
        "port 192.0.2.1",
        "ether port 80",
        "foo",
        "tcp port 80 and",
        "(tcp",
        "tcp)",
        "tcp[0:3] = 1",
        "len / 0 = 1",
        "len % 0 = 1",
        "len << 32 = 1",
        "ah[0] = 1",
        "ether host 192.0.2.1",
        "host 00:11:22:33:44:55",
        "ip6 host 192.0.2.1",
        "ip host fe80::1",
        "port foo",
        "portrange 1-x",
        "ip proto \\foo",
        "ether proto \\foo",
        "vlan 5000",
        "0x1ffffffff = len",
        "09 = len",
        "tcp and udp",
        "ip[0 = 1",
        "host 1.2.3.256",
        "arp broadcast",
        "tcp multicast",
        "not",
        "and",
        "a b",
        "udp port ssh",
        "tcp port domain or ssh",
        "#",
        "port 80 or udp 53",
        "host host",
        "net 10.1.2.3 mask 255.255.0.0",
        "tcp proto 6",
        "ether",
        "portrange 192.0.2.1",
        "port 10.0.0.0/8",
        "ip6 net fe80::1/64",
        "host fe80::/64",
        "net foo",
        "ether host foo",
      })
  void refusesWithTheSameWords(String expression) {
    Tcpdump.Answer answer = Tcpdump.compile("-ddd", "EN10MB", expression);
    assertThat(refusal(expression))
        .isEqualTo(answer.refused() ? answer.lines().getFirst() : "accepted");
  }

  @ParameterizedTest
  @MethodSource("handwritten")
  void compilesForCookedCapturesAlike(String expression) {
    Tcpdump.Answer answer = Tcpdump.compile("-ddd", "LINUX_SLL2", expression);
    if (answer.refused()) {
      assertThat(refusedForCooked(expression)).as(answer.lines().toString()).isTrue();
      return;
    }
    BpfInterpreter theirs = new BpfInterpreter(answer.program());
    BpfInterpreter ours =
        new BpfInterpreter(FilterCompiler.compile(expression, LinkType.LINUX_SLL2, 262144, 0));
    PacketGenerator frames = new PacketGenerator(SEED);
    for (int i = 0; i < FRAMES; i++) {
      byte[] frame = cooked(frames.next());
      assertThat(ours.run(frame, 0, frame.length)).isEqualTo(theirs.run(frame, 0, frame.length));
    }
  }

  private static boolean refusedForCooked(String expression) {
    try {
      FilterCompiler.compile(expression, LinkType.LINUX_SLL2, 262144, 0);
      return false;
    } catch (FilterException e) {
      return true;
    }
  }

  /** The frame with its Ethernet header replaced by one of LINUX_SLL2. */
  private static byte[] cooked(byte[] ethernet) {
    if (ethernet.length < 14) {
      return ethernet;
    }
    byte[] frame = new byte[ethernet.length + 6];
    System.arraycopy(ethernet, 12, frame, 0, 2);
    System.arraycopy(ethernet, 14, frame, 20, ethernet.length - 14);
    return frame;
  }

  @Test
  void printsAsTcpdumpDoes() {
    for (String option : List.of("-d", "-dd", "-ddd")) {
      BpfProgram program = FilterCompiler.compile("tcp and port 54321");
      List<String> lines =
          switch (option) {
            case "-d" -> BpfPrinter.readable(program);
            case "-dd" -> BpfPrinter.initializers(program);
            default -> BpfPrinter.decimal(program);
          };
      assertThat(lines).isEqualTo(Tcpdump.compile(option, "EN10MB", "tcp and port 54321").lines());
    }
  }
}
