package dev.dejima.conformance;

import dev.dejima.tools.shell.Script;
import dev.dejima.tools.shell.Script.AndOrList;
import dev.dejima.tools.shell.ShellSyntaxException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A script that shows one fact of Linux, which the comment at its top states.
 *
 * @param name the file's name without {@code .sh}
 * @param text the whole of it
 * @param steps its commands, in order
 */
record Scenario(String name, String text, List<Step> steps) {
  /** Where the scripts are; file names in them start from here. */
  static final Path DIRECTORY = Path.of("src/test/resources/scenarios");

  private static final Path ARTICLE = Path.of("../examples/destination-nat/commands.sh");

  /**
   * A command of a script.
   *
   * @param text as it is written, over several lines perhaps
   * @param list as the shell reads it
   */
  record Step(String text, AndOrList list) {}

  /** All scenarios, by name; the article's script, which is an example, first. */
  static List<Scenario> all() {
    List<Scenario> scenarios = new ArrayList<>();
    scenarios.add(read("article", ARTICLE));
    try (Stream<Path> files = Files.list(DIRECTORY)) {
      files
          .filter(file -> file.toString().endsWith(".sh") && !file.toString().endsWith(".inc.sh"))
          .sorted()
          .forEach(file -> scenarios.add(read(nameOf(file), file)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return List.copyOf(scenarios);
  }

  /** The scenario of that name. */
  static Scenario named(String name) {
    return all().stream().filter(s -> s.name.equals(name)).findFirst().orElseThrow();
  }

  private static String nameOf(Path file) {
    String name = file.getFileName().toString();
    return name.substring(0, name.length() - ".sh".length());
  }

  private static Scenario read(String name, Path file) {
    try {
      String text = Files.readString(file);
      return new Scenario(name, text, steps(text));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (ShellSyntaxException e) {
      throw new IllegalArgumentException(file + ":" + e.line() + ": " + e.getMessage(), e);
    }
  }

  private static List<Step> steps(String text) throws ShellSyntaxException {
    List<AndOrList> lists = Script.parse(text, 1).lists();
    List<String> lines = text.lines().toList();
    List<Step> steps = new ArrayList<>();
    for (int i = 0; i < lists.size(); i++) {
      int from = lists.get(i).line() - 1;
      int to = i + 1 < lists.size() ? lists.get(i + 1).line() - 1 : lines.size();
      if (to == from) {
        throw new IllegalArgumentException("two commands in line " + (from + 1));
      }
      while (lines.get(to - 1).isBlank() || lines.get(to - 1).startsWith("#")) {
        to--;
      }
      steps.add(new Step(String.join("\n", lines.subList(from, to)), lists.get(i)));
    }
    return steps;
  }

  @Override
  public String toString() {
    return name;
  }
}
