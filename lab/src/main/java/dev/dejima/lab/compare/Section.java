package dev.dejima.lab.compare;

import java.util.List;

/**
 * A part of what was seen, compared by itself: how the lines of one part fall between those of
 * another is chance on a real machine.
 *
 * @param kind what it is
 * @param title which of its kind: the command; the namespace; the namespace and interface
 * @param lines the lines, without their ends
 */
public record Section(Kind kind, String title, List<String> lines) {
  /** The kinds, in the order they are shown. */
  public enum Kind {
    /** What a command, or a lab's test, said. */
    OUTPUT("output of"),
    /** What holds in a namespace at the end. */
    RULESET("nft list ruleset in"),
    CONNECTIONS("conntrack -L in"),
    /** What passed an interface. */
    FRAMES("frames at");

    private final String words;

    Kind(String words) {
      this.words = words;
    }
  }

  /** Keeps a copy. */
  public Section {
    lines = List.copyOf(lines);
  }

  /** What it is, in a line: {@code frames at lan lan-veth0}. */
  public String heading() {
    String first = title.lines().findFirst().orElse("");
    return kind.words + " " + first + (first.length() < title.length() ? " …" : "");
  }

  Section with(List<String> others) {
    return new Section(kind, title, others);
  }

  /** As {@code $ command} and the lines below it. */
  String text() {
    String shown = "$ " + title.replace("\n", "\n> ") + "\n";
    return lines.isEmpty() ? shown : shown + String.join("\n", lines) + "\n";
  }
}
