package dev.dejima.conformance;

import java.util.List;

/**
 * What the commands of a script wrote, each by itself: how background commands' lines fall between
 * others' is chance on a real machine.
 */
record Transcript(List<Section> sections) {
  /**
   * What one command wrote, standard output and error together.
   *
   * @param command the command, as the script has it
   * @param lines the lines without their ends
   */
  record Section(String command, List<String> lines) {
    /** As {@code $ command} and the lines below it. */
    String text() {
      String shown = "$ " + command.replace("\n", "\n> ") + "\n";
      return lines.isEmpty() ? shown : shown + String.join("\n", lines) + "\n";
    }
  }

  /** The sections, one below the other. */
  String text() {
    StringBuilder text = new StringBuilder();
    sections.forEach(section -> text.append(section.text()));
    return text.toString();
  }
}
