package dev.dejima.nft.compile;

import dev.dejima.nft.expr.CtKey;
import dev.dejima.nft.expr.MetaKey;
import dev.dejima.nft.syntax.CtField;
import dev.dejima.nft.syntax.DataType;
import dev.dejima.nft.syntax.HeaderField;
import dev.dejima.nft.syntax.MetaField;
import dev.dejima.nft.syntax.Protocol;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;

/**
 * Rulesets in the language's own words that mostly make no sense; the same for the same seed. Every
 * field of every header, every meta and ct key and every word of every type comes up.
 */
final class RandomText {
  private static final List<String> STATEMENTS =
      List.of(
          "accept",
          "drop",
          "continue",
          "return",
          "jump other",
          "goto other",
          "counter",
          "counter packets 5 bytes 9",
          "counter name \"k\"",
          "limit rate 10/second",
          "limit rate over 5 mbytes/minute burst 3 kbytes",
          "quota over 5 mbytes used 3 bytes",
          "last",
          "log prefix \"x: \" level warn flags tcp sequence,options",
          "log group 3 snaplen 64 queue-threshold 2",
          "reject",
          "reject with icmp host-unreachable",
          "reject with icmpx admin-prohibited",
          "reject with tcp reset",
          "dnat to 192.0.2.1",
          "dnat ip to 192.0.2.1-192.0.2.9:80 persistent",
          "snat to ip saddr map { 192.0.2.1 : 198.51.100.1 }",
          "masquerade random,fully-random",
          "redirect to :8080",
          "queue num 1-3 bypass,fanout",
          "dup to 192.0.2.1 device \"lo\"",
          "notrack",
          "tproxy to :1234",
          "synproxy mss 1460 wscale 7 timestamp sack-perm",
          "add @dyn { ip saddr timeout 5m }",
          "update @dyn { ip saddr limit rate 3/minute }",
          "ct mark set meta mark",
          "meta mark set numgen inc mod 3 offset 7",
          "meta mark set jhash ip saddr . tcp dport mod 5 seed 0x1f",
          "ip dscp set cs3",
          "tcp option maxseg size set rt mtu",
          "ct helper set \"h\"",
          "meta priority set 1:3",
          "ct zone set 7",
          "reset tcp option timestamp",
          "ip saddr vmap { 192.0.2.1 : accept, 198.51.100.0/24 : jump other }");

  private final Random random;

  RandomText(long seed) {
    this.random = new Random(seed);
  }

  /** Statements in a row. */
  String rule() {
    List<String> parts = new ArrayList<>();
    for (int i = random.nextInt(3); i >= 0; i--) {
      parts.add(match());
    }
    if (random.nextBoolean()) {
      parts.add(pick(STATEMENTS));
    }
    return String.join(" ", parts) + (random.nextInt(5) == 0 ? " comment \"a b\"" : "");
  }

  /** Text whose words were dropped, doubled, moved or replaced here and there. */
  String damaged() {
    List<String> words = new ArrayList<>(List.of((rule() + " " + rule()).split(" ")));
    for (int i = random.nextInt(3); i >= 0; i--) {
      int at = random.nextInt(words.size());
      switch (random.nextInt(5)) {
        case 0 -> words.remove(at);
        case 1 -> words.add(at, words.get(random.nextInt(words.size())));
        case 2 -> words.set(at, pick(List.of("{", "}", "(", "/", "-", "==", "@", "$x", "\"", "*")));
        case 3 -> words.set(at, words.get(at) + (char) (32 + random.nextInt(200)));
        default -> words.set(at, "" + random.nextLong());
      }
      if (words.isEmpty()) {
        words.add("accept");
      }
    }
    return String.join(" ", words);
  }

  private <T> T pick(List<T> items) {
    return items.get(random.nextInt(items.size()));
  }

  private String match() {
    return switch (random.nextInt(6)) {
      case 0 -> {
        Field a = field();
        Field b = field();
        yield "%s . %s { %s . %s }".formatted(a.text, b.text, a.value.get(), b.value.get());
      }
      case 1 -> {
        Field field = field();
        yield "%s & 0x%x == 0x%x".formatted(field.text, random.nextInt(16), random.nextInt(16));
      }
      case 2 -> {
        Field field = field();
        yield "%s { %s, %s }".formatted(field.text, field.value.get(), field.value.get());
      }
      default -> {
        Field field = field();
        yield field.text + pick(List.of(" ", " != ", " == ", " < ")) + field.value.get();
      }
    };
  }

  private record Field(String text, Supplier<String> value) {}

  private Field field() {
    return switch (random.nextInt(4)) {
      case 0 -> {
        MetaField meta = MetaField.of(pick(List.of(MetaKey.values())));
        yield new Field("meta " + meta.word(), () -> value(meta.type(), meta.bits()));
      }
      case 1 -> {
        CtField ct = CtField.of(pick(List.of(CtKey.values())));
        String way = random.nextBoolean() ? "" : pick(List.of("original ", "reply "));
        yield new Field("ct " + way + ct.word(), () -> value(ct.type(), ct.bits()));
      }
      default -> {
        List<Protocol> protocols = new ArrayList<>(List.of(Protocol.values()));
        protocols.removeIf(protocol -> protocol.fields().isEmpty());
        Protocol protocol = pick(protocols);
        HeaderField field = pick(protocol.fields());
        yield new Field(
            protocol.word() + " " + field.name(), () -> value(field.type(), field.length()));
      }
    };
  }

  private String value(DataType type, int bits) {
    List<String> words = List.copyOf(Symbols.words(type).keySet());
    return switch (type) {
      case IPV4_ADDR -> pick(List.of("192.0.2.1", "198.51.100.0/24", "10.0.0.1-10.0.0.9"));
      case IPV6_ADDR -> pick(List.of("2001:db8::1", "2001:db8::/32", "::1-::9"));
      case ETHER_ADDR, LL_ADDR -> "02:00:00:00:00:0" + random.nextInt(10);
      case IFNAME, STRING -> pick(List.of("\"eth0\"", "\"ppp*\"", "lo"));
      case IFACE_INDEX -> "lo";
      case TIME_DAY, TIME_HOUR -> pick(List.of("\"Monday\"", "\"12:00\"", "3"));
      default -> {
        boolean word = !words.isEmpty() && random.nextInt(3) > 0;
        int most = bits <= 0 || bits > 30 ? 1 << 30 : 1 << bits;
        yield word ? pick(words) : "" + random.nextInt(most);
      }
    };
  }
}
