package dev.dejima.conformance;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.json.JsonFactory;

/**
 * One line of the rule corpus: a rule, and what the real nft makes of it.
 *
 * @param file where it stands in nftables' tests
 * @param family the table's family
 * @param table the table
 * @param chain the chain
 * @param chainConfig what stands between the chain's braces; absent for a regular chain
 * @param setup sets and objects to make first, in the notation of the tests
 * @param rule the rule
 * @param refused whether it must be refused
 * @param output the listing; absent where it is the rule itself
 * @param payload lines of {@code --debug=netlink}
 */
record CorpusRule(
    String file,
    int line,
    String family,
    String table,
    String chain,
    @Nullable String chainConfig,
    List<String> setup,
    String rule,
    boolean refused,
    @Nullable String output,
    List<String> payload) {
  CorpusRule {
    setup = List.copyOf(setup);
    payload = List.copyOf(payload);
  }

  /** All rules of a corpus file, compressed by gzip, one JSON object a line. */
  static List<CorpusRule> read(Path file) throws IOException {
    JsonFactory factory = new JsonFactory();
    List<CorpusRule> rules = new ArrayList<>();
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        try (JsonParser parser =
            factory.createParser(tools.jackson.core.ObjectReadContext.empty(), line)) {
          parser.nextToken();
          rules.add(of(object(parser)));
        }
      }
    }
    return rules;
  }

  private static Map<String, Object> object(JsonParser parser) {
    Map<String, Object> fields = new LinkedHashMap<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      fields.put(name, value(parser, parser.nextToken()));
    }
    return fields;
  }

  private static Object value(JsonParser parser, JsonToken token) {
    if (token == JsonToken.START_OBJECT) {
      return object(parser);
    }
    if (token == JsonToken.START_ARRAY) {
      List<Object> values = new ArrayList<>();
      for (JsonToken t = parser.nextToken(); t != JsonToken.END_ARRAY; t = parser.nextToken()) {
        values.add(value(parser, t));
      }
      return values;
    }
    return token == JsonToken.VALUE_NULL ? "\0" : parser.getString();
  }

  private static CorpusRule of(Map<String, Object> fields) {
    return new CorpusRule(
        text(fields, "file"),
        Integer.parseInt(text(fields, "line")),
        text(fields, "family"),
        text(fields, "table"),
        text(fields, "chain"),
        optional(fields, "chain_cfg"),
        texts(fields, "setup"),
        text(fields, "rule"),
        text(fields, "expect").equals("fail"),
        optional(fields, "output"),
        texts(fields, "payload"));
  }

  private static String text(Map<String, Object> fields, String name) {
    return String.valueOf(fields.get(name));
  }

  private static @Nullable String optional(Map<String, Object> fields, String name) {
    String text = text(fields, name);
    return text.equals("\0") ? null : text;
  }

  private static List<String> texts(Map<String, Object> fields, String name) {
    return fields.get(name) instanceof List<?> values
        ? values.stream().map(String::valueOf).toList()
        : List.of();
  }

  /** The listing that is expected. */
  String listing() {
    return output == null ? rule : output;
  }

  /** The commands that make what the rule needs. */
  String setupCommands() {
    StringBuilder commands = new StringBuilder();
    String place = family + " " + table + " ";
    commands.append("add table ").append(place).append('\n');
    commands.append("add chain ").append(place).append(chain);
    commands.append(chainConfig == null ? "" : " { " + chainConfig + "; }").append('\n');
    for (String line : setup) {
      String definition = line.substring(1, line.lastIndexOf(';')).replace("\\;", ";");
      int blank = definition.indexOf(' ');
      String name = definition.substring(0, blank);
      String rest = definition.substring(blank + 1);
      if (line.endsWith(";fail")) {
        continue;
      }
      switch (line.charAt(0)) {
        case '!' -> {
          String kind = rest.contains(" : ") ? "map " : "set ";
          String parts = rest.replaceAll(" (timeout|flags|size) ", "; $1 ");
          commands.append("add ").append(kind).append(place).append(name);
          commands.append(" { ").append(parts).append("; }\n");
        }
        case '?' ->
            commands
                .append("add element ")
                .append(place)
                .append(name)
                .append(" { ")
                .append(rest)
                .append(" }\n");
        default -> commands.append("add ").append(rest.replaceFirst("type ", "")).append('\n');
      }
    }
    return commands.toString();
  }

  /** The command that adds the rule. */
  String command() {
    return "add rule " + family + " " + table + " " + chain + " " + rule + "\n";
  }
}
