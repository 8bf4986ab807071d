package dev.dejima.conformance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Mistakes in rulesets, one of each kind, and what nft 1.1.7 says about them.
 *
 * <p>{@code mistakes.txt}: a title behind {@code ###}, the commands that came before behind {@code
 * %}, then the file {@code m.nft}. {@code nft-1.1.7.txt}: the same titles, each with what nft
 * printed and, behind {@code =}, its exit status.
 */
final class Mistakes {
  private static final Path DIRECTORY = Path.of("src/test/resources/mistakes");
  private static final Pattern EXPECTED = Pattern.compile("(?m)^expected any of: .*\n");
  private static final Pattern HINT = Pattern.compile("(?m)^Hint: .*\n");

  /**
   * One mistake.
   *
   * @param title what is wrong
   * @param before commands that must have worked
   * @param file the file with the mistake
   */
  record Mistake(String title, List<String> before, String file) {}

  private Mistakes() {}

  static List<Mistake> all() throws IOException {
    List<Mistake> all = new ArrayList<>();
    blocks(DIRECTORY.resolve("mistakes.txt"))
        .forEach(
            (title, text) -> {
              List<String> before = new ArrayList<>();
              StringBuilder file = new StringBuilder();
              for (String line : text.lines().toList()) {
                if (line.startsWith("% ")) {
                  before.add(line.substring(2));
                } else {
                  file.append(line).append('\n');
                }
              }
              all.add(new Mistake(title, before, file.toString()));
            });
    return all;
  }

  /** What a program said, by title: its output and its exit status. */
  static Map<String, String> said(String program) throws IOException {
    return blocks(DIRECTORY.resolve(program + ".txt"));
  }

  private static Map<String, String> blocks(Path file) throws IOException {
    Map<String, String> blocks = new LinkedHashMap<>();
    for (String block : Files.readString(file).split("(?m)^### ")) {
      int end = block.indexOf('\n');
      if (end > 0) {
        blocks.put(block.substring(0, end), block.substring(end + 1));
      }
    }
    return blocks;
  }

  /**
   * The message without what each program adds of its own: nft the list of all words that its
   * grammar has at a place, Dejima a hint.
   */
  static String bare(String said) {
    return HINT.matcher(EXPECTED.matcher(said).replaceAll("")).replaceAll("");
  }
}
