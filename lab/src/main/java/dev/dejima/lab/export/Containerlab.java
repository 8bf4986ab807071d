package dev.dejima.lab.export;

import static dev.dejima.lab.file.YamlText.quoted;

import dev.dejima.lab.Lab;
import dev.dejima.lab.Link;
import dev.dejima.lab.Node;
import java.util.ArrayList;
import java.util.List;

/**
 * A lab's network as a topology file of containerlab: nodes of the kind linux without a management
 * network, the commands that make them, and the links.
 */
public final class Containerlab {
  private final StringBuilder out = new StringBuilder();

  private Containerlab() {}

  /**
   * The file.
   *
   * @param image the container image of all nodes; it needs ip, nft and sysctl
   */
  public static String of(Lab lab, String image) {
    return new Containerlab().write(lab, image);
  }

  private void line(String line) {
    out.append(line).append('\n');
  }

  private String write(Lab lab, String image) {
    line("name: " + lab.name().replaceAll("[^A-Za-z0-9-]+", "-"));
    line("topology:");
    line("  defaults:");
    line("    kind: linux");
    line("    image: " + quoted(image));
    line("    network-mode: none");
    line("  nodes:");
    for (Node node : lab.topology().nodes()) {
      line("    " + quoted(node.name()) + ":");
      List<String> commands = commands(node);
      if (!commands.isEmpty()) {
        line("      exec:");
        commands.forEach(command -> line("        - " + quoted(command)));
      }
    }
    List<Link> links = lab.topology().links();
    line(links.isEmpty() ? "  links: []" : "  links:");
    for (Link link : links) {
      line(
          "    - endpoints: [%s, %s]"
              .formatted(quoted(link.a().toString()), quoted(link.b().toString())));
    }
    return out.toString();
  }

  /** Containerlab splits each into words as a shell does, and runs it in the container. */
  private static List<String> commands(Node node) {
    List<String> commands = new ArrayList<>(NodeScript.first(node));
    NodeScript.rulesets(node).forEach(text -> commands.add("nft " + NodeScript.quote(text)));
    commands.addAll(NodeScript.addresses(node));
    commands.addAll(NodeScript.up(node));
    commands.addAll(NodeScript.routes(node));
    NodeScript.programs(node)
        .forEach(text -> commands.add("sh -c " + NodeScript.quote(text + " >/dev/null 2>&1 &")));
    return commands;
  }
}
