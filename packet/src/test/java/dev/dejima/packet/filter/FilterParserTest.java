package dev.dejima.packet.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.dejima.packet.filter.FilterExpression.Ipv4Match;
import dev.dejima.packet.filter.FilterExpression.PortMatch;
import dev.dejima.packet.filter.FilterExpression.Ports;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FilterParserTest {
  private static final List<String> WORDS =
      List.of(
          "host",
          "net",
          "port",
          "portrange",
          "proto",
          "src",
          "dst",
          "and",
          "or",
          "not",
          "(",
          ")",
          "[",
          "]",
          ":",
          "tcp",
          "ip",
          "ether",
          "icmp6",
          "len",
          "=",
          "<",
          "<<",
          "+",
          "-",
          "%",
          "/",
          "&",
          "!",
          "10.1",
          "192.0.2.1",
          "fe80::1",
          "00:11:22:33:44:55",
          "80",
          "0xffffffff",
          "mask",
          "vlan",
          "less",
          "byte",
          "broadcast",
          "\\tcp",
          "ssh",
          "1-2",
          "$1",
          "é",
          "mpls",
          "ifindex");

  @Test
  void carriesQualifiersOver() {
    assertThat(FilterParser.parse("tcp dst port 80 or 443"))
        .isEqualTo(new FilterExpression.Or(tcpTo(80), tcpTo(443)));
    assertThat(FilterParser.parse("host 10.0.0.1 and not 10.0.0.2"))
        .isEqualTo(
            new FilterExpression.And(host(0x0a000001), new FilterExpression.Not(host(0x0a000002))));
    assertThat(FilterParser.parse("tcp dst port (80 or 443)"))
        .isEqualTo(FilterParser.parse("tcp dst port 80 or 443"));
  }

  private static FilterExpression tcpTo(int port) {
    return new PortMatch(Protocol.TCP, Direction.DST, new Ports(port, port, false));
  }

  private static FilterExpression host(int address) {
    return new Ipv4Match(null, Direction.EITHER, address, -1);
  }

  @Test
  void bindsAndAndOrEquallyToTheLeft() {
    assertThat(FilterParser.parse("tcp or udp and ip"))
        .isEqualTo(FilterParser.parse("(tcp or udp) and ip"))
        .isNotEqualTo(FilterParser.parse("tcp or (udp and ip)"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "tcp prot 80;5;did you mean \"port\"?",
        "hots 192.0.2.1;1;did you mean \"host\"?",
        "192.0.2.1;1;did you mean \"host 192.0.2.1\"?",
        "ip proto tcp;10;as a name, a keyword is written with a backslash: \\tcp",
        "00:11:22:33:44:55;1;did you mean \"ether host 00:11:22:33:44:55\"?",
      })
  void saysWhereAndWhatWasMeant(String text, int column, String hint) {
    FilterException e = catchThrowableOfType(FilterException.class, () -> FilterParser.parse(text));
    assertThat(e).hasMessage("can't parse filter expression: syntax error");
    assertThat(e.column()).isEqualTo(column);
    assertThat(e.hint()).isEqualTo(hint);
    assertThat(e.expected()).isNotEmpty();
    assertThat(e.explanation()).startsWith("column " + column + ": expected ").endsWith(hint);
  }

  @ParameterizedTest
  @ValueSource(strings = {"mpls", "ip protochain 6", "gateway foo", "pppoes", "wlan addr1 1"})
  void refusesByNameWhatIsNotSupported(String text) {
    assertThatThrownBy(() -> FilterParser.parse(text))
        .isInstanceOf(FilterException.class)
        .hasMessageEndingWith("is not supported");
  }

  @ParameterizedTest
  @ValueSource(strings = {"(", "not ", "! ", "-", "tcp[", "1+(", "tcp and (", "port ("})
  void refusesDeepNesting(String opening) {
    String text = opening.repeat(FilterParser.MAX_LENGTH / opening.length());
    assertThatThrownBy(() -> FilterCompiler.compile(text)).isInstanceOf(FilterException.class);
  }

  @Test
  void takesManyTermsButNotAnyNumber() {
    String many = "port 1" + " or 1".repeat(FilterParser.MAX_TERMS);
    assertThat(FilterParser.parse(many)).isInstanceOf(FilterExpression.Or.class);
    assertThatThrownBy(() -> FilterParser.parse(many + " or 1"))
        .hasMessageContaining("more than 2000 terms");
  }

  @Test
  void throwsNothingButFilterExceptions() {
    Random random = new Random(1);
    ExpressionGenerator expressions = new ExpressionGenerator(2);
    for (int i = 0; i < 20_000; i++) {
      tryToCompile(i % 2 == 0 ? words(random) : damaged(expressions.next(), random));
    }
  }

  private static String words(Random random) {
    StringBuilder text = new StringBuilder();
    for (int n = random.nextInt(12); n >= 0; n--) {
      text.append(WORDS.get(random.nextInt(WORDS.size())));
      text.append(random.nextInt(4) == 0 ? "" : " ");
    }
    return text.toString();
  }

  private static String damaged(String text, Random random) {
    StringBuilder result = new StringBuilder(text);
    for (int n = random.nextInt(3); n >= 0; n--) {
      int at = random.nextInt(result.length());
      result.setCharAt(
          at, (char) (random.nextInt(20) == 0 ? random.nextInt(0x10000) : 32 + random.nextInt(95)));
    }
    return result.toString();
  }

  private static void tryToCompile(String text) {
    try {
      BpfProgram program = FilterCompiler.compile(text);
      assertThat(BpfVerifier.problem(program)).as(text).isEmpty();
    } catch (FilterException refused) {
      assertThat(refused.getMessage()).as(text).isNotEmpty();
    } catch (RuntimeException | StackOverflowError e) {
      throw new AssertionError("not a FilterException for: " + text, e);
    }
  }
}
