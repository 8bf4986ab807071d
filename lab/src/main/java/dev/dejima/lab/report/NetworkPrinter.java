package dev.dejima.lab.report;

import dev.dejima.lab.Interface;
import dev.dejima.lab.Node;
import dev.dejima.lab.Port;
import dev.dejima.lab.Topology;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Writes a network as a table: a block for each node, a line for each interface. */
final class NetworkPrinter {
  private final Style style;
  private final Topology topology;

  NetworkPrinter(Style style, Topology topology) {
    this.style = style;
    this.topology = topology;
  }

  /** A line of the table: what a node has on the left, and how it is set up on the right. */
  private record Line(String node, String device, String addresses, String peer, String note) {}

  void print(StringBuilder out) {
    List<Line> lines = new ArrayList<>();
    topology.nodes().forEach(node -> lines.addAll(lines(node)));
    int node = width(lines.stream().map(Line::node).toList());
    int device = width(lines.stream().map(Line::device).toList());
    int addresses = width(lines.stream().map(Line::addresses).toList());
    int peer = width(lines.stream().map(Line::peer).toList());
    for (Line line : lines) {
      String text =
          "  "
              + style.bold(pad(line.node(), node))
              + "  "
              + pad(line.device(), device)
              + "  "
              + pad(line.addresses(), addresses)
              + "  "
              + style.dim(pad(line.peer(), peer))
              + "  "
              + Style.visible(line.note());
      out.append(text.stripTrailing()).append('\n');
    }
  }

  private List<Line> lines(Node node) {
    List<String> notes = new ArrayList<>();
    node.routes().forEach(route -> notes.add(route.toString()));
    node.rules().forEach(rule -> notes.add("rule " + rule));
    node.neighbours().forEach(neighbour -> notes.add("neighbour " + neighbour));
    node.sysctl().forEach(setting -> notes.add(setting.name() + " = " + setting.value()));
    node.nftables().forEach(ruleset -> notes.add("nftables " + ruleset.label()));
    node.run().forEach(command -> notes.add("run " + command.text()));
    List<Line> lines = new ArrayList<>();
    int count = Math.max(1, Math.max(node.interfaces().size(), notes.size()));
    for (int i = 0; i < count; i++) {
      String name = i == 0 ? node.name() : "";
      String note = i < notes.size() ? notes.get(i) : "";
      lines.add(
          i < node.interfaces().size()
              ? line(name, node, node.interfaces().get(i), note)
              : new Line(name, "", "", "", note));
    }
    return lines;
  }

  private Line line(String name, Node node, Interface device, String note) {
    String addresses =
        device.addresses().stream()
            .map(address -> address.prefix().toString())
            .collect(Collectors.joining(", "));
    String peer =
        topology.peer(new Port(node.name(), device.name())).map(port -> "── " + port).orElse("");
    return new Line(name, device.name(), addresses, peer, note);
  }

  private static int width(List<String> column) {
    return column.stream().mapToInt(String::length).max().orElse(0);
  }

  private static String pad(String text, int width) {
    return text + " ".repeat(width - text.length());
  }
}
