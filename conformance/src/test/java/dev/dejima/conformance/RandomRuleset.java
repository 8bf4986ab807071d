package dev.dejima.conformance;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * A ruleset of one table with a rule of anything that the language has, and the sets and objects
 * that it names; the same for the same seed. Much of it is refused: what fits where is the
 * compiler's to know.
 */
final class RandomRuleset {
  private static final Grammar GRAMMAR = Grammar.load();

  private static final List<String> FAMILIES =
      List.of("ip", "ip", "ip6", "inet", "inet", "inet", "bridge", "netdev", "arp");

  private final Random random;
  private final String family;
  private final List<String> defines = new ArrayList<>();
  private final List<String> declared = new ArrayList<>();

  RandomRuleset(long seed) {
    this.random = new Random(seed * 0x9E3779B97F4A7C15L);
    random.nextInt();
    this.family = pick(FAMILIES);
  }

  /** The text, with the rule on the fourth line from the end. */
  String text() {
    String rule = name("rule", Map.of()).strip().replaceAll(" +", " ");
    String comment = random.nextInt(12) == 0 ? " comment \"a b\"" : "";
    StringBuilder text = new StringBuilder();
    defines.forEach(define -> text.append(define).append('\n'));
    text.append("table ").append(family).append(" t {\n");
    declared.forEach(block -> text.append("\t").append(block).append('\n'));
    text.append("\tchain other {\n\t}\n\tchain c {\n");
    text.append("\t\t").append(hook()).append('\n');
    text.append("\t\t").append(rule).append(comment).append("\n\t}\n}\n");
    return text.toString();
  }

  private String hook() {
    if (random.nextInt(5) < 2) {
      return "";
    }
    String filter = "type filter hook %s priority %s;";
    return switch (family) {
      case "arp" -> filter.formatted(pick(List.of("input", "output")), "0");
      case "bridge" ->
          filter.formatted(pick(List.of("prerouting", "input", "forward", "postrouting")), "0");
      case "netdev" ->
          "type filter hook %s device lo priority 0;".formatted(pick(List.of("ingress", "egress")));
      default ->
          switch (random.nextInt(4)) {
            case 0 ->
                "type nat hook %s priority 0;"
                    .formatted(pick(List.of("prerouting", "postrouting", "input", "output")));
            case 1 -> "type route hook output priority mangle;";
            default ->
                filter.formatted(
                    pick(List.of("prerouting", "input", "forward", "output", "postrouting")),
                    pick(List.of("0", "raw", "filter + 5")));
          };
    };
  }

  private <T> T pick(List<T> items) {
    return items.get(random.nextInt(items.size()));
  }

  /** A phrase of a name, with the types that stand behind letters. */
  private String name(String name, Map<String, String> types) {
    int dot = name.indexOf('.');
    if (dot > 0) {
      String letter = name.substring(0, dot);
      String part = name.substring(dot + 1);
      return letter.length() == 1 && types.containsKey(letter)
          ? part(types.get(letter), part)
          : part(letter, part);
    }
    boolean routed = family.equals("ip") || family.equals("ip6") || family.equals("inet");
    List<String> phrases = GRAMMAR.phrases(name.equals("nat") && !routed ? "verdict" : name);
    if (phrases == null) {
      throw new IllegalArgumentException("no phrase " + name);
    }
    return expand(pick(phrases));
  }

  /** Something of a type: its own, or made of what every type has. */
  private String part(@Nullable String type, String part) {
    String wanted =
        part.equals("sel") && GRAMMAR.phrases(type + "." + family) != null ? family : part;
    List<String> own = GRAMMAR.phrases(type + "." + wanted);
    if (own != null) {
      return expand(pick(own));
    }
    boolean ends = GRAMMAR.phrases(type + ".low") != null;
    return switch (part) {
      case "item", "range" ->
          part.equals("range") && ends
              ? part(type, "low") + "-" + part(type, "high")
              : part(type, "val");
      case "prefix" -> part(type, "range");
      case "ival" -> part(type, pick(List.of("val", "val", "range", "prefix")));
      default -> throw new IllegalArgumentException("no " + part + " of " + type);
    };
  }

  private String expand(String phrase) {
    return expand(phrase, new HashMap<>());
  }

  private String expand(String phrase, Map<String, String> types) {
    StringBuilder text = new StringBuilder();
    int i = 0;
    while (i < phrase.length()) {
      char c = phrase.charAt(i);
      char next = i + 1 < phrase.length() ? phrase.charAt(i + 1) : ' ';
      if (c == '?' && Character.isUpperCase(next)) {
        types.put(String.valueOf(next), pick(drawn(next)));
        i += 2;
      } else if (c == '<' && (next == '+' || Character.isLetter(next))) {
        int end = end(phrase, i);
        String inside = phrase.substring(i + 1, end);
        text.append(next == '+' ? declare(inside.substring(1), types) : name(inside, types));
        i = end + 1;
      } else {
        text.append(c);
        i++;
      }
    }
    return text.toString();
  }

  private List<String> drawn(char letter) {
    if (letter == 'F') {
      return GRAMMAR.types("flag");
    }
    if (letter == 'N') {
      return GRAMMAR.types("low").stream()
          .filter(t -> GRAMMAR.phrases(t + ".sel") != null)
          .toList();
    }
    List<String> own = GRAMMAR.types(family);
    return !own.isEmpty() && random.nextInt(3) == 0 ? own : GRAMMAR.types("sel");
  }

  private static int end(String phrase, int start) {
    int depth = 0;
    for (int i = start; i < phrase.length(); i++) {
      char next = i + 1 < phrase.length() ? phrase.charAt(i + 1) : ' ';
      if (phrase.charAt(i) == '<' && (next == '+' || Character.isLetter(next))) {
        depth++;
      } else if (phrase.charAt(i) == '>' && --depth == 0) {
        return i;
      }
    }
    throw new IllegalArgumentException(phrase);
  }

  /** Declares something and gives its name. */
  private String declare(String what, Map<String, String> types) {
    String[] words = what.split(" ", 3);
    String name = words[0].charAt(0) + "" + (declared.size() + defines.size());
    if (words[0].equals("define")) {
      defines.add("define v" + name + " = " + expand(what.substring("define ".length()), types));
      return name;
    }
    String block = RandomDeclarations.object(words[0], family, random);
    if (block != null) {
      declared.add(block.formatted(name));
      return words[0].equals("flowtable") || words[0].equals("countername") ? name : quoted(name);
    }
    List<String> keys = new ArrayList<>();
    for (int i = 1; i < words.length && !words[i].startsWith("<"); i++) {
      for (String word : words[i].split(" ", -1)) {
        keys.add(types.getOrDefault(word, word));
      }
    }
    declared.add(set(words[0], name, keys));
    return "@" + name;
  }

  private static String quoted(String name) {
    return "\"" + name + "\"";
  }

  private String set(String kind, String name, List<String> keys) {
    boolean map = kind.endsWith("map");
    boolean dynamic = kind.startsWith("dyn");
    List<String> fields = map && !kind.equals("vmap") ? keys.subList(0, keys.size() - 1) : keys;
    String data = !map ? "" : kind.equals("vmap") ? "verdict" : keys.getLast();
    StringBuilder text = new StringBuilder(map ? "map " : "set ");
    text.append(name).append(" { ").append(type(fields, data)).append("; ");
    boolean intervals = !dynamic && random.nextInt(3) == 0;
    List<String> flags = new ArrayList<>();
    if (intervals) {
      flags.add("interval");
    }
    if (dynamic) {
      flags.add("dynamic");
    }
    if (random.nextInt(dynamic ? 2 : 6) == 0) {
      flags.add("timeout");
    }
    if (!dynamic && random.nextInt(12) == 0) {
      flags.add("constant");
    }
    if (!flags.isEmpty()) {
      text.append("flags ").append(String.join(", ", flags)).append("; ");
    }
    if (flags.contains("timeout") && random.nextBoolean()) {
      text.append("timeout 1h3m; ");
    }
    if (flags.contains("timeout") && random.nextInt(4) == 0) {
      text.append("gc-interval 7s; ");
    }
    if (intervals && random.nextInt(3) == 0) {
      text.append("auto-merge; ");
    }
    if (random.nextInt(dynamic ? 2 : 6) == 0) {
      text.append("size ").append(16 + random.nextInt(5000)).append("; ");
    }
    if (random.nextInt(8) == 0) {
      text.append("policy memory; ");
    }
    if (random.nextInt(8) == 0) {
      text.append("comment \"what for\"; ");
    }
    if (!dynamic && random.nextInt(8) == 0) {
      text.append("counter; ");
    }
    if (!dynamic && random.nextInt(5) > 0) {
      text.append("elements = { ").append(elements(fields, data, flags)).append(" } ");
    }
    return text.append("}").toString();
  }

  private String type(List<String> fields, String data) {
    boolean typed = fields.stream().allMatch(f -> GRAMMAR.phrases(f + ".type") != null);
    if (typed && random.nextInt(5) < 3) {
      String key = joined(fields, "type");
      return "type "
          + key
          + (data.isEmpty() ? "" : " : " + (data.equals("verdict") ? data : part(data, "type")));
    }
    return "typeof "
        + joined(fields, "sel")
        + (data.isEmpty() ? "" : " : " + (data.equals("verdict") ? data : part(data, "sel")));
  }

  private String joined(List<String> fields, String part) {
    return String.join(" . ", fields.stream().map(field -> part(field, part)).toList());
  }

  private String elements(List<String> fields, String data, List<String> flags) {
    List<String> elements = new ArrayList<>();
    for (int i = random.nextInt(4); i >= 0; i--) {
      String key = joined(fields, flags.contains("interval") ? "ival" : "item");
      if (random.nextInt(10) == 0) {
        key = "*";
      }
      String more = flags.contains("timeout") && random.nextBoolean() ? " timeout 1" + i + "m" : "";
      more += random.nextInt(10) == 0 ? " comment \"e" + i + "\"" : "";
      String value = data.isEmpty() ? "" : " : " + part(data, "val");
      elements.add(key + more + value);
    }
    return String.join(", ", elements);
  }
}
