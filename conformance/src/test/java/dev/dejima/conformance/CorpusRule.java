package dev.dejima.conformance;

import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

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
 * @param json the rule's statements as they can be loaded; absent for a rule that is refused
 * @param jsonListing the statements as they are listed
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
    List<String> payload,
    @Nullable Object json,
    @Nullable Object jsonListing) {
  private static final Pattern OBJECT = Pattern.compile("type ((?:ct )?\\w+)(.*)");

  CorpusRule {
    setup = List.copyOf(setup);
    payload = List.copyOf(payload);
  }

  /** All rules of a corpus file: a JSON object a line, compressed by gzip or plain. */
  static List<CorpusRule> read(Path file) throws IOException {
    List<CorpusRule> rules = new ArrayList<>();
    try (BufferedReader lines = new BufferedReader(open(file))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (!line.isBlank() && JsonTree.read(line) instanceof Map<?, ?> fields) {
          rules.add(of(fields));
        }
      }
    }
    return rules;
  }

  private static Reader open(Path file) throws IOException {
    InputStream in = new BufferedInputStream(Files.newInputStream(file));
    in.mark(2);
    boolean zipped = in.read() == 0x1f && in.read() == 0x8b;
    in.reset();
    return new InputStreamReader(zipped ? new GZIPInputStream(in) : in, StandardCharsets.UTF_8);
  }

  private static CorpusRule of(Map<?, ?> fields) {
    Object jsonOutput = fields.get("json_output");
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
        texts(fields, "payload"),
        fields.get("json"),
        jsonOutput == null ? fields.get("json") : jsonOutput);
  }

  private static String text(Map<?, ?> fields, String name) {
    return String.valueOf(fields.get(name));
  }

  private static @Nullable String optional(Map<?, ?> fields, String name) {
    return fields.get(name) == null ? null : text(fields, name);
  }

  private static List<String> texts(Map<?, ?> fields, String name) {
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
        default -> {
          Matcher object = OBJECT.matcher(rest);
          if (object.matches()) {
            commands.append("add ").append(object.group(1)).append(' ').append(place).append(name);
            commands.append(object.group(2)).append('\n');
          }
        }
      }
    }
    return commands.toString();
  }

  /** The command that adds the rule. */
  String command() {
    return "add rule " + family + " " + table + " " + chain + " " + rule + "\n";
  }

  /** The same command in JSON. */
  String jsonCommand() {
    Map<String, @Nullable Object> members = new LinkedHashMap<>();
    members.put("family", family);
    members.put("table", table);
    members.put("chain", chain);
    members.put("expr", json);
    Object command = Map.of("add", Map.of("rule", members));
    return JsonTree.write(Map.of("nftables", List.of(command)));
  }
}
