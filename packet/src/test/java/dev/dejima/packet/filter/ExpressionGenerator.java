package dev.dejima.packet.filter;

import java.util.List;
import java.util.Random;

/** Random valid filter expressions, by the grammar. */
final class ExpressionGenerator {
  private static final List<String> PROTOCOLS =
      List.of(
          "ip", "ip6", "arp", "rarp", "tcp", "udp", "sctp", "icmp", "icmp6", "igmp", "ah", "esp",
          "pim", "vrrp", "stp", "ipx", "iso", "netbeui", "atalk", "aarp");
  private static final List<String> DIRECTIONS =
      List.of("", "", "src ", "dst ", "src or dst ", "src and dst ");
  private static final List<String> HOSTS =
      List.of("192.0.2.1", "192.0.2.254", "203.0.113.1", "10.1.2.3", "10.1.2.4", "224.0.0.1");
  private static final List<String> NETS =
      List.of(
          "192.0.2.0/24",
          "10.0.0.0/8",
          "10.1",
          "10",
          "203.0.113",
          "0.0.0.0/0",
          "10.1.2.0 mask 255.255.255.0",
          "224.0.0.0/4",
          "192.0.2.1/32");
  private static final List<String> MACS =
      List.of("00:11:22:33:44:55", "ff:ff:ff:ff:ff:ff", "02:00:00:00:00:01", "0.11.22.33.44.55");
  private static final List<String> INDEXED =
      List.of("ether", "ip", "ip6", "arp", "tcp", "udp", "icmp", "icmp6");
  private static final List<String> RELATIONS = List.of("=", "!=", "<", "<=", ">", ">=", "==");

  private final Random random;

  ExpressionGenerator(long seed) {
    random = new Random(seed);
  }

  String next() {
    return expression(random.nextInt(4));
  }

  private String expression(int depth) {
    if (depth == 0) {
      return term();
    }
    String left = expression(random.nextInt(depth));
    String right = expression(random.nextInt(depth));
    return switch (random.nextInt(7)) {
      case 0 -> "not (" + left + ")";
      case 1 -> "(" + left + ") or (" + right + ")";
      case 2 -> left + " and not " + right;
      case 3 -> left + " && " + right;
      case 4 -> left + " or " + right;
      case 5 -> "!" + term() + " || (" + right + ")";
      default -> left + " and (" + right + ")";
    };
  }

  private String term() {
    return switch (random.nextInt(16)) {
      case 0, 1 -> pick(PROTOCOLS);
      case 2, 3 -> pick(List.of("", "ip ", "arp ", "rarp ")) + pick(DIRECTIONS) + hosts();
      case 4 -> pick(List.of("", "ip ", "arp ")) + pick(DIRECTIONS) + "net " + pick(NETS);
      case 5, 6, 7 -> pick(List.of("", "tcp ", "udp ", "")) + pick(DIRECTIONS) + ports();
      case 8 -> pick(List.of("", "tcp ", "udp ")) + pick(DIRECTIONS) + "portrange 22-6003";
      case 9 -> "ether " + pick(DIRECTIONS) + "host " + pick(MACS);
      case 10 -> pick(List.of("ip proto 6", "ip6 proto 17", "proto 1", "ip proto \\udp"));
      case 11 -> pick(List.of("ether proto 0x86dd", "ether proto \\arp", "ether proto 0x42"));
      case 12 ->
          pick(List.of("broadcast", "multicast", "ip multicast", "ip6 multicast", "less 70"));
      case 13 ->
          pick(List.of("ip6 net 2001:db8::/32", "host fe80::1", "src host 2001:db8::2", "vlan"));
      default -> arithmetic(2) + " " + pick(RELATIONS) + " " + arithmetic(1);
    };
  }

  private String hosts() {
    return random.nextInt(4) == 0
        ? "host (" + pick(HOSTS) + " or " + pick(HOSTS) + ")"
        : "host " + pick(HOSTS);
  }

  private String ports() {
    return switch (random.nextInt(4)) {
      case 0 -> "port 80 or 443";
      case 1 -> "port 53 and not 22";
      default -> "port " + pick(List.of("22", "53", "80", "443", "54321", "65535", "0"));
    };
  }

  private String arithmetic(int depth) {
    if (depth == 0 || random.nextInt(3) == 0) {
      return switch (random.nextInt(4)) {
        case 0 -> Integer.toString(random.nextInt(300));
        case 1 -> "len";
        default ->
            pick(INDEXED)
                + "["
                + (random.nextInt(5) == 0 ? "ip[0] & 0xf" : random.nextInt(20))
                + pick(List.of("", ":1", ":2", ":4"))
                + "]";
      };
    }
    String operator = pick(List.of("+", "-", "*", "&", "|", "<<", ">>", "/", "%", "^"));
    String right =
        operator.equals("<<") || operator.equals(">>") || operator.equals("/")
            ? Integer.toString(1 + random.nextInt(8))
            : arithmetic(depth - 1);
    String left = arithmetic(depth - 1);
    if (operator.equals("%")) {
      right = "7";
    }
    return random.nextBoolean()
        ? left + " " + operator + " " + right
        : "(" + left + " " + operator + " " + right + ")";
  }

  private String pick(List<String> choices) {
    return choices.get(random.nextInt(choices.size()));
  }
}
