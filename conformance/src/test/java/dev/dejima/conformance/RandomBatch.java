package dev.dejima.conformance;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Commands that nft could be given, over a few names, so that they meet one another. */
final class RandomBatch {
  private static final List<String> FAMILIES =
      List.of("ip", "ip", "ip", "ip", "inet", "inet", "inet", "ip6", "arp", "bridge", "netdev");
  private static final List<String> TABLES = List.of("a", "a", "a", "a", "b");
  private static final List<String> CHAINS = List.of("c0", "c1", "c2", "i0", "o0");
  private static final List<String> SETS = List.of("s0", "s1", "m0", "v0", "n0");
  private static final List<String> OBJECTS = List.of("x0", "x1");
  private static final List<String> VERDICTS =
      List.of("accept", "drop", "return", "continue", "jump c0", "goto c1", "jump c2");

  private final Random random;

  RandomBatch(Random random) {
    this.random = random;
  }

  /** Some lines of commands. */
  String text() {
    StringBuilder text = new StringBuilder();
    for (int i = maybe(60) ? 1 : 1 + random.nextInt(5); i > 0; i--) {
      text.append(command()).append('\n');
    }
    return text.toString();
  }

  /** Something to begin with: what most commands speak of. */
  String first() {
    StringBuilder text = new StringBuilder();
    for (String table : List.of("ip a", "inet a", "netdev a")) {
      text.append("add table ").append(table).append('\n');
      for (String chain : List.of("c0", "c1", "c2")) {
        text.append("add chain ").append(table).append(' ').append(chain).append('\n');
      }
      text.append("add set ").append(table).append(" s0 { type ipv4_addr; }\n");
      text.append("add set ").append(table).append(" s1 { type ipv4_addr; flags timeout; }\n");
      text.append("add map ").append(table).append(" m0 { type ipv4_addr : mark; }\n");
      text.append("add map ").append(table).append(" v0 { type ipv4_addr : verdict; }\n");
      text.append("add map ").append(table).append(" n0 { type ipv4_addr : counter; }\n");
      text.append("add counter ").append(table).append(" x0\n");
    }
    return text.toString();
  }

  private <T> T one(List<T> of) {
    return of.get(random.nextInt(of.size()));
  }

  private String one(String... of) {
    return of[random.nextInt(of.length)];
  }

  private boolean maybe(int percent) {
    return random.nextInt(100) < percent;
  }

  private String command() {
    String table = one(FAMILIES) + " " + one(TABLES);
    return switch (random.nextInt(14)) {
      case 0, 1 -> table(table);
      case 2, 3 -> chain(table);
      case 4, 5, 6, 7 -> rule(table);
      case 8, 9 -> set(table);
      case 10, 11, 12 -> elements(table);
      default -> object(table);
    };
  }

  private String table(String table) {
    return switch (random.nextInt(12)) {
      case 0 -> "delete table " + table;
      case 1 -> "destroy table " + table;
      case 2 -> "flush table " + table;
      case 3 -> "create table " + table;
      case 4 -> "add table " + table + " { flags dormant; }";
      case 5 -> "add table " + table + " { comment \"of mine\"; }";
      default -> "add table " + table;
    };
  }

  private String chain(String table) {
    String chain = table + " " + one(CHAINS);
    return switch (random.nextInt(14)) {
      case 0 -> "delete chain " + chain;
      case 1 -> "destroy chain " + chain;
      case 2 -> "flush chain " + chain;
      case 3 -> "create chain " + chain;
      case 4 -> "rename chain " + chain + " " + one(CHAINS);
      case 5 -> "add chain " + chain + " { policy " + one("drop", "accept") + "; }";
      case 6, 7, 8, 9 -> "add chain " + table + " " + one("i0", "o0") + " { " + hook(table) + " }";
      default -> "add chain " + chain;
    };
  }

  private String hook(String table) {
    String hook;
    if (table.startsWith("netdev")) {
      hook = one("ingress", "egress") + one(" device lo", " devices = { lo, nosuch }", "");
    } else if (table.startsWith("arp")) {
      hook = one("input", "output");
    } else {
      hook = one("input", "output", "prerouting", "postrouting", "forward");
    }
    String type = one("filter", "filter", "filter", "nat", "route");
    return "type "
        + type
        + " hook "
        + hook
        + " priority "
        + one("0", "0", "10", "-300")
        + ";"
        + one("", "", " policy drop;");
  }

  private String rule(String table) {
    String chain = table + " " + one(CHAINS);
    int handle = 1 + random.nextInt(20);
    return switch (random.nextInt(12)) {
      case 0 -> "delete rule " + chain + " handle " + handle;
      case 1 -> "replace rule " + chain + " handle " + handle + " " + statements(table);
      case 2 -> "insert rule " + chain + " " + statements(table);
      case 3 -> "add rule " + chain + " position " + handle + " " + statements(table);
      case 4 -> "destroy rule " + chain + " handle " + handle;
      default -> "add rule " + chain + " " + statements(table);
    };
  }

  private static boolean isTracked(String table) {
    return table.startsWith("ip") || table.startsWith("inet");
  }

  private String statements(String table) {
    int kind = random.nextInt(26);
    return switch (isTracked(table) || kind < 18 ? kind : 26) {
      case 0 -> "ip saddr @s0 " + one(VERDICTS);
      case 1 -> "ip saddr @s1 counter";
      case 2 -> "ip saddr vmap @v0";
      case 3 -> "meta mark set ip saddr map @m0";
      case 4 -> "counter name ip saddr map @n0";
      case 5 -> "counter name " + one(OBJECTS);
      case 6 -> "quota name " + one(OBJECTS);
      case 7 -> "limit name " + one(OBJECTS);
      case 8 -> "add @s0 { ip saddr }";
      case 9 -> "update @s1 { ip saddr timeout 2h }";
      case 10 -> "update @s1 { ip saddr counter }";
      case 11 -> "add @m0 { ip saddr : 7 }";
      case 12 -> "tcp dport vmap { 22 : jump c0, 80 : " + one(VERDICTS) + " }";
      case 13 -> "ip saddr { 1.1.1.1, 2.2.2.2-3.3.3.3 } " + one(VERDICTS);
      case 14 -> "jump { counter; " + one("accept", "drop", "jump c1") + "; }";
      case 15 -> one("masquerade", "dnat to 1.2.3.4", "snat to 1.2.3.4", "redirect to :80");
      case 16 -> one("reject", "reject with tcp reset", "notrack", "log prefix \"x\"");
      case 17 -> "limit rate " + one("over ", "") + one("5/second", "10 mbytes/hour burst 5 bytes");
      case 18 -> one("quota over 10 bytes", "quota 3 kbytes used 1 kbytes", "last", "ct count 3");
      case 19 -> "ct mark " + one("5", "set 7") + " " + one(VERDICTS);
      case 20 -> "delete @s0 { ip saddr }";
      case 21 -> "synproxy name " + one(OBJECTS);
      default -> one("", "counter ", "meta mark 1 ") + one(VERDICTS) + one("", " comment \"why\"");
    };
  }

  private String set(String table) {
    String name = one(SETS);
    return switch (random.nextInt(10)) {
      case 0 -> "delete set " + table + " " + name;
      case 1 -> "destroy set " + table + " " + name;
      case 2 -> "flush set " + table + " " + name;
      case 3 -> "create set " + table + " " + one("s0", "s1") + " { " + setSpec("") + " }";
      case 4, 5 -> map(table);
      default -> "add set " + table + " " + one("s0", "s1") + " { " + setSpec("") + " }";
    };
  }

  private String map(String table) {
    return switch (random.nextInt(3)) {
      case 0 -> "add map " + table + " m0 { " + setSpec(" : mark") + " }";
      case 1 -> "add map " + table + " v0 { " + setSpec(" : verdict") + " }";
      default -> "add map " + table + " n0 { " + setSpec(" : counter") + " }";
    };
  }

  private String setSpec(String data) {
    StringBuilder spec = new StringBuilder("type ipv4_addr" + data + ";");
    List<String> flags = new ArrayList<>();
    for (String flag : List.of("interval", "dynamic", "timeout", "constant")) {
      if (maybe(flag.equals("constant") ? 5 : 25)) {
        flags.add(flag);
      }
    }
    if (!flags.isEmpty()) {
      spec.append(" flags ").append(String.join(",", flags)).append(';');
    }
    spec.append(maybe(15) ? " timeout 3h;" : "");
    spec.append(maybe(15) ? " gc-interval 1h;" : "");
    spec.append(maybe(25) ? " size " + (1 + random.nextInt(4)) + ";" : "");
    spec.append(maybe(15) ? " policy memory;" : "");
    spec.append(maybe(15) ? one(" counter;", " counter; quota 9 bytes;", " last;") : "");
    spec.append(maybe(10) ? " comment \"set\";" : "");
    return spec.toString();
  }

  private String elements(String table) {
    String name = one(SETS);
    List<String> elements = new ArrayList<>();
    String verb = one("add", "add", "add", "create", "delete", "destroy");
    boolean plain = verb.equals("delete") || verb.equals("destroy");
    for (int i = 1 + random.nextInt(4); i > 0; i--) {
      elements.add(key() + (plain ? "" : value(name)));
    }
    return verb + " element " + table + " " + name + " { " + String.join(", ", elements) + " }";
  }

  private String key() {
    int from = 1 + random.nextInt(8);
    return switch (random.nextInt(10)) {
      case 0 -> "*";
      case 1, 2 -> "10.0.0." + from + "-10.0.0." + (from + 1 + random.nextInt(3));
      default -> "10.0.0." + from;
    };
  }

  private String value(String name) {
    String timeout = maybe(10) ? " timeout 2h" : "";
    String counter = maybe(5) ? " counter packets 3 bytes 4" : "";
    return counter
        + timeout
        + switch (name) {
          case "m0" -> " : " + (1 + random.nextInt(2));
          case "v0" -> " : " + one(VERDICTS);
          case "n0" -> " : \"" + one(OBJECTS) + "\"";
          default -> "";
        };
  }

  private String object(String table) {
    String object = table + " " + one(OBJECTS);
    String type = one("counter", "counter", "quota", "limit", "synproxy");
    return switch (random.nextInt(isTracked(table) ? 8 : 5)) {
      case 0 -> "delete " + type + " " + object;
      case 1 -> "destroy " + type + " " + object;
      case 2 -> "create counter " + object;
      case 3 ->
          "add quota " + object + " { " + one("", "over ") + one("10 mbytes", "5 bytes") + "; }";
      case 4 ->
          "add limit " + object + " { rate " + one("1/second", "over 7 mbytes/minute") + "; }";
      case 5 ->
          "add ct helper "
              + object
              + " { type \""
              + one("ftp", "sip", "none")
              + "\" protocol tcp; }";
      case 6 -> "add ct expectation " + object + " { protocol tcp; dport 10; timeout 1h; size 3; }";
      default -> "add counter " + object + one("", " { packets 1 bytes 2; }");
    };
  }
}
