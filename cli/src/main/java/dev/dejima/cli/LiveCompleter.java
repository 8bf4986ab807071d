package dev.dejima.cli;

import dev.dejima.kernel.Kernel;
import dev.dejima.kernel.KernelException;
import dev.dejima.kernel.Namespace;
import dev.dejima.kernel.rtnetlink.GetLinks;
import dev.dejima.kernel.rtnetlink.NewLink;
import dev.dejima.kernel.rtnetlink.RouteMessage;
import dev.dejima.tools.Toolbox;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jline.reader.Candidate;
import org.jline.reader.Completer;
import org.jline.reader.LineReader;
import org.jline.reader.ParsedLine;

/**
 * Completes commands, the words of ip and nft, and the namespaces and interfaces that there are
 * now.
 */
final class LiveCompleter implements Completer {
  private static final Map<String, List<String>> WORDS =
      Map.of(
          "ip", List.of("netns", "link", "address", "route", "neighbour", "-n", "-br"),
          "netns", List.of("add", "list", "delete", "exec"),
          "link", List.of("add", "set", "show", "delete"),
          "address", List.of("add", "show", "delete", "flush"),
          "route", List.of("add", "show", "delete", "replace", "flush"),
          "nft", List.of("add", "create", "insert", "delete", "flush", "list", "-f", "-a", "-j"),
          "list", List.of("ruleset", "table", "tables", "chain", "chains", "set", "sets"),
          "sysctl", List.of("net.ipv4.ip_forward"),
          "conntrack", List.of("-L", "-C"),
          "ss", List.of("-ltn", "-ta", "-ua"));

  private final Kernel kernel;
  private final Toolbox toolbox;

  LiveCompleter(Kernel kernel, Toolbox toolbox) {
    this.kernel = kernel;
    this.toolbox = toolbox;
  }

  @Override
  public void complete(LineReader reader, ParsedLine line, List<Candidate> candidates) {
    List<String> words = line.words().subList(0, line.wordIndex());
    suggestions(words).forEach(word -> candidates.add(new Candidate(word)));
  }

  /** What may stand behind these words. */
  List<String> suggestions(List<String> words) {
    if (words.isEmpty() || isCommandNext(words)) {
      return toolbox.names();
    }
    return switch (words.getLast()) {
      case "netns", "exec", "delete", "-n" -> namespaces(words.getLast());
      case "dev", "-i", "set", "show", "master" -> interfaces(namespace(words));
      default -> WORDS.getOrDefault(words.getLast(), List.of());
    };
  }

  /** Behind {@code sudo}, a pipe, or {@code ip netns exec NS}, a command begins. */
  private static boolean isCommandNext(List<String> words) {
    return switch (words.getLast()) {
      case "sudo", "|", "&&", "||", ";", "&" -> true;
      default -> words.size() >= 3 && words.get(words.size() - 2).equals("exec");
    };
  }

  private List<String> namespaces(String before) {
    List<String> names = new ArrayList<>(WORDS.getOrDefault(before, List.of()));
    kernel.namespaces().forEach(namespace -> names.add(namespace.name()));
    return names;
  }

  /** Where the command acts: in the namespace that the line has named so far. */
  private Namespace namespace(List<String> words) {
    for (int i = words.size() - 2; i >= 0; i--) {
      if (words.get(i).equals("exec") || words.get(i).equals("-n")) {
        return kernel.namespace(words.get(i + 1)).orElse(kernel.initial());
      }
    }
    return kernel.initial();
  }

  private static List<String> interfaces(Namespace namespace) {
    List<String> names = new ArrayList<>();
    try {
      for (RouteMessage message : namespace.route().dump(new GetLinks())) {
        if (message instanceof NewLink link && link.name() != null) {
          names.add(link.name());
        }
      }
    } catch (KernelException e) {
      return List.of();
    }
    return names;
  }
}
