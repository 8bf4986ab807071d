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
  private static final Pattern EXPECTED =
      Pattern.compile("(?m)^expected any of: .*\n|, expecting .*");
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

  /** The mistakes that an older nft tells in other words or at other places. */
  static List<String> toldOtherwiseBy(String version) throws IOException {
    Path file = DIRECTORY.resolve("told-otherwise-by-nft-" + version + ".txt");
    return Files.exists(file) ? Files.readAllLines(file) : List.of();
  }

  /**
   * What the nft on the path says of all mistakes, each on an empty ruleset in a network namespace
   * of its own.
   */
  static Map<String, String> ask(Path directory) throws IOException, InterruptedException {
    List<Mistake> all = all();
    StringBuilder script = new StringBuilder("ip link set lo up\n");
    for (int i = 0; i < all.size(); i++) {
      Path own = Files.createDirectories(directory.resolve("" + i));
      Files.writeString(own.resolve("before.nft"), String.join("\n", all.get(i).before()) + "\n");
      Files.writeString(own.resolve("m.nft"), all.get(i).file());
      script.append("cd ").append(own).append(" && nft flush ruleset && nft -f before.nft;");
      script.append(" nft -f m.nft >said 2>&1; echo $? >status\n");
    }
    Path file = Files.writeString(directory.resolve("script"), script);
    new ProcessBuilder("unshare", "-n", "bash", file.toString())
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start()
        .waitFor();
    Map<String, String> said = new LinkedHashMap<>();
    for (int i = 0; i < all.size(); i++) {
      Path own = directory.resolve("" + i);
      String text = Files.readString(own.resolve("said"));
      String status = Files.readString(own.resolve("status"));
      said.put(all.get(i).title(), text + (endsLine(text) ? "" : "\n") + "= " + status);
    }
    return said;
  }

  private static boolean endsLine(String text) {
    return text.isEmpty() || text.endsWith("\n");
  }

  private static Map<String, String> blocks(Path file) throws IOException {
    Map<String, String> blocks = new LinkedHashMap<>();
    for (String block : Files.readString(file).split("(?m)^### ", -1)) {
      int end = block.indexOf('\n');
      if (end > 0) {
        blocks.put(block.substring(0, end), block.substring(end + 1));
      }
    }
    return blocks;
  }

  /**
   * The message without what each program adds of its own: nft the list of all words that its
   * grammar has at a place, and what its machine's resolver says of a name; Dejima a hint.
   */
  static String bare(String said) {
    return HINT.matcher(EXPECTED.matcher(said).replaceAll(""))
        .replaceAll("")
        .replace("Temporary failure in name resolution", "Name or service not known");
  }
}
