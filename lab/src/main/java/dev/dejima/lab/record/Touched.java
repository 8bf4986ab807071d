package dev.dejima.lab.record;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What was set by hand where a kernel would have chosen, too.
 *
 * @param variables those of sysctl, as in {@code NODE NAME}
 * @param addressed the interfaces whose link-layer address was given
 * @param nodes those that something was done in that is more than ip's
 */
record Touched(Set<String> variables, Set<String> addressed, Set<String> nodes) {
  Touched() {
    this(new HashSet<>(), new HashSet<>(), new HashSet<>());
  }

  /** The same, as it is now. */
  Touched copy() {
    return new Touched(Set.copyOf(variables), Set.copyOf(addressed), Set.copyOf(nodes));
  }

  void note(String node, Meaning meaning) {
    switch (meaning) {
      case Meaning.Nothing _, Meaning.Pause _, Meaning.Unsayable _ -> {}
      case Meaning.Probe _, Meaning.Program _ -> nodes.add(node);
      case Meaning.Change change -> note(node, change);
    }
  }

  private void note(String node, Meaning.Change change) {
    List<String> words = change.words();
    if (!change.key().equals("ip")) {
      nodes.add(node);
    }
    if (change.key().equals("sysctl")) {
      words.forEach(word -> variables.add(node + " " + word.replaceFirst("\\s*=.*", "")));
    } else if (change.key().equals("ip") && words.getFirst().startsWith("l")) {
      int at = words.indexOf("address");
      words.stream()
          .skip(2)
          .limit(Math.max(0, at - 2))
          .filter(word -> !word.matches("dev|name"))
          .findFirst()
          .ifPresent(addressed::add);
    }
  }

  /** The variables of a node. */
  List<String> variables(String node) {
    String start = node + " ";
    return variables.stream()
        .filter(variable -> variable.startsWith(start))
        .map(variable -> variable.substring(start.length()))
        .sorted()
        .toList();
  }
}
