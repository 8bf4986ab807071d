package dev.dejima.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * What the program says of itself. It is said without picocli, which takes several times as long to
 * be there as all else.
 */
final class About {
  private static final List<String> OPTIONS = List.of("-V", "--version", "-h", "--help");

  private About() {}

  /** Whether these are one option alone that asks what the program is. */
  static boolean isAsked(List<String> arguments) {
    return arguments.size() == 1 && OPTIONS.contains(arguments.getFirst());
  }

  /** The answer to one of these options, without the end of its last line. */
  static String answer(String option) throws IOException {
    return option.equals("-V") || option.equals("--version") ? version() : help();
  }

  /** The name and the version, which is in the jar's manifest. */
  static String version() {
    String version = About.class.getPackage().getImplementationVersion();
    return "dejima " + (version == null ? "(not built into a jar)" : version);
  }

  /** How the program is used, as {@link Program} says it: a test compares the two. */
  private static String help() throws IOException {
    try (InputStream in = About.class.getResourceAsStream("help.txt")) {
      if (in == null) {
        throw new IllegalStateException("missing resource help.txt");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).stripTrailing();
    }
  }
}
