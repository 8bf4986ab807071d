package dev.dejima.lab.export;

import dev.dejima.lab.Lab;
import dev.dejima.lab.Link;
import dev.dejima.lab.Node;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A lab's network as a script of sh(1), for the real ip, nft and sysctl, as root. With {@code down}
 * as its argument it takes the network down again; where something fails it does so too.
 */
public final class ShellScript {
  private final Lab lab;
  private final StringBuilder out = new StringBuilder();

  private ShellScript(Lab lab) {
    this.lab = lab;
  }

  /** The script. */
  public static String of(Lab lab) {
    return new ShellScript(lab).write();
  }

  private void line(String line) {
    out.append(line).append('\n');
  }

  private String write() {
    List<Node> nodes = lab.topology().nodes();
    String names =
        nodes.stream().map(node -> NodeScript.quote(node.name())).collect(Collectors.joining(" "));
    line("#!/bin/sh");
    line(
        "# "
            + lab.name().replaceAll("\\s+", " ")
            + ", as root: sh FILE makes it, sh FILE down takes it down.");
    line("set -eu");
    line("");
    line("down() {");
    line("  for node in " + names + "; do");
    line("    ip netns delete \"$node\" 2>/dev/null || true");
    line("  done");
    line("}");
    line("if [ \"${1:-up}\" = down ]; then");
    line("  down");
    line("  exit 0");
    line("fi");
    line("");
    String end = "trap 'status=$?; [ $status -eq 0 ] || down; exit $status' EXIT";
    for (Node node : nodes) {
      line("ip netns add " + NodeScript.quote(node.name()));
      if (!end.isEmpty()) {
        line(end);
        end = "";
      }
    }
    lab.topology().links().forEach(this::link);
    for (Node node : nodes) {
      part(node, NodeScript::first);
      NodeScript.rulesets(node).forEach(text -> ruleset(node, text));
    }
    nodes.forEach(node -> part(node, NodeScript::addresses));
    line("");
    nodes.forEach(node -> part(node, NodeScript::up));
    line("");
    nodes.forEach(node -> part(node, NodeScript::routes));
    nodes.forEach(this::programs);
    return out.toString();
  }

  private void link(Link link) {
    line(
        "ip link add %s netns %s type veth peer name %s netns %s"
            .formatted(
                NodeScript.quote(link.a().device()),
                NodeScript.quote(link.a().node()),
                NodeScript.quote(link.b().device()),
                NodeScript.quote(link.b().node())));
  }

  private void part(Node node, Function<Node, List<String>> lines) {
    for (String line : lines.apply(node)) {
      boolean isIp = line.startsWith("ip ");
      String name = NodeScript.quote(node.name());
      line(isIp ? "ip -n " + name + line.substring(2) : "ip netns exec " + name + " " + line);
    }
  }

  private void ruleset(Node node, String text) {
    String end = "END";
    while (text.lines().anyMatch(end::equals)) {
      end += "_";
    }
    line("ip netns exec " + NodeScript.quote(node.name()) + " nft -f - <<'" + end + "'");
    line(text);
    line(end);
  }

  private void programs(Node node) {
    for (String program : NodeScript.programs(node)) {
      line("ip netns exec %s %s &".formatted(NodeScript.quote(node.name()), program));
    }
    for (String program : NodeScript.missing(node)) {
      line("# %s runs %s, which is a part of this lab only".formatted(node.name(), program));
    }
  }
}
