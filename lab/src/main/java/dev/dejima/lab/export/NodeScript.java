package dev.dejima.lab.export;

import dev.dejima.lab.Command;
import dev.dejima.lab.Node;
import dev.dejima.lab.RulesetText;
import dev.dejima.lab.Setting;
import dev.dejima.lab.run.NodeLines;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** What is done in a node once its links are there, in the order in which a lab does it. */
final class NodeScript {
  private NodeScript() {}

  /** A list of words as a shell reads it back. */
  static String quote(List<String> words) {
    return words.stream().map(NodeScript::quote).collect(Collectors.joining(" "));
  }

  static String quote(String word) {
    return word.matches("[A-Za-z0-9_@%+=:,./-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
  }

  private static List<String> ip(List<NodeLines.Line> lines) {
    return lines.stream().map(line -> "ip " + quote(line.words())).toList();
  }

  /** What comes before its rulesets: devices and sysctl. */
  static List<String> first(Node node) {
    List<String> lines = new ArrayList<>(ip(NodeLines.devices(node)));
    for (Setting setting : node.sysctl()) {
      lines.add("sysctl -q -w " + quote(setting.name() + "=" + setting.value()));
    }
    return lines;
  }

  /** Its rulesets, without the empty lines that stand for the rest of the lab file. */
  static List<String> rulesets(Node node) {
    return node.nftables().stream()
        .map(RulesetText::text)
        .map(text -> text.replaceFirst("^\\s*\n", "").stripTrailing().stripIndent())
        .toList();
  }

  /** Its addresses. */
  static List<String> addresses(Node node) {
    return ip(NodeLines.addresses(node));
  }

  /** What sets its links up. */
  static List<String> up(Node node) {
    return ip(NodeLines.up(node));
  }

  /** Its routes, rules and neighbours. */
  static List<String> routes(Node node) {
    return ip(NodeLines.routes(node));
  }

  /** Its programs; a class of Java is nothing that others could run. */
  static List<String> programs(Node node) {
    List<String> lines = new ArrayList<>();
    for (Command command : node.run()) {
      if (command instanceof Command.Line line) {
        lines.add(line.text());
      }
    }
    return lines;
  }

  /** Those of its programs that others cannot run. */
  static List<String> missing(Node node) {
    return node.run().stream()
        .filter(Command.JavaClass.class::isInstance)
        .map(Command::text)
        .toList();
  }
}
