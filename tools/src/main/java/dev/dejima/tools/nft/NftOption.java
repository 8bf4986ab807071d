package dev.dejima.tools.nft;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The options of nft, in the order that {@code -h} shows them. */
enum NftOption {
  HELP('h', "help", null, "Show this help"),
  VERSION('v', "version", null, "Show version information"),
  VERSION_LONG('V', null, null, "Show extended version information"),
  FILE('f', "file", "<filename>", "Read input from <filename>"),
  DEFINE('D', "define", "<name=value>", "Define variable, e.g. --define foo=1.2.3.4"),
  INTERACTIVE('i', "interactive", null, "Read input from interactive CLI"),
  INCLUDE_PATH(
      'I',
      "includepath",
      "<directory>",
      "Add <directory> to the paths searched for include files. Default is: /etc"),
  CHECK('c', "check", null, "Check commands validity without actually applying the changes."),
  OPTIMIZE('o', "optimize", null, "Optimize ruleset"),
  HANDLE('a', "handle", null, "Output rule handle."),
  STATELESS('s', "stateless", null, "Omit stateful information of ruleset."),
  TERSE('t', "terse", null, "Omit contents of sets."),
  SERVICE('S', "service", null, "Translate ports to service names as described in /etc/services."),
  REVERSE_DNS('N', "reversedns", null, "Translate IP addresses to names."),
  GUID('u', "guid", null, "Print UID/GID as defined in /etc/passwd and /etc/group."),
  NUMERIC('n', "numeric", null, "Print fully numerical output."),
  NUMERIC_PRIORITY('y', "numeric-priority", null, "Print chain priority numerically."),
  NUMERIC_PROTOCOL('p', "numeric-protocol", null, "Print layer 4 protocols numerically."),
  NUMERIC_TIME('T', "numeric-time", null, "Print time values numerically."),
  ECHO('e', "echo", null, "Echo what has been added, inserted or replaced."),
  JSON('j', "json", null, "Format output in JSON"),
  DEBUG(
      'd',
      "debug",
      "<level [,level...]>",
      "Specify debugging level (scanner, parser, eval, netlink, mnl, proto-ctx, segtree, all)");

  private final char letter;
  private final @Nullable String word;
  private final @Nullable String argument;
  private final String help;

  NftOption(char letter, @Nullable String word, @Nullable String argument, String help) {
    this.letter = letter;
    this.word = word;
    this.argument = argument;
    this.help = help;
  }

  boolean takesArgument() {
    return argument != null;
  }

  /** Whether a word of the command line, by itself, is this option with its argument to come. */
  boolean isBefore(String argumentWord) {
    return takesArgument()
        && (argumentWord.startsWith("-" + letter) || argumentWord.equals("--" + word));
  }

  /** The long form, without its dashes; absent where there is none. */
  @Nullable String word() {
    return word;
  }

  static @Nullable NftOption of(char letter) {
    for (NftOption option : values()) {
      if (option.letter == letter) {
        return option;
      }
    }
    return null;
  }

  /** The options whose long form begins so; the one that is exactly so comes alone. */
  static List<NftOption> startingWith(String start) {
    List<NftOption> found = new ArrayList<>();
    for (NftOption option : values()) {
      if (start.equals(option.word)) {
        return List.of(option);
      }
      if (option.word != null && option.word.startsWith(start)) {
        found.add(option);
      }
    }
    return found;
  }

  /** What {@code nft -h} prints. */
  static String usage() {
    StringBuilder text =
        new StringBuilder("Usage: nft [ options ] [ cmds... ]\n\nOptions (general):\n");
    for (NftOption option : values()) {
      switch (option) {
        case FILE -> text.append("\nOptions (ruleset input handling):\n");
        case HANDLE -> text.append("\nOptions (ruleset list formatting):\n");
        case ECHO -> text.append("\nOptions (command output formatting):\n");
        default -> {}
      }
      text.append("%-34s%s%n".formatted(option.form(), option.help));
    }
    return text.append('\n').toString();
  }

  private String form() {
    return "  -"
        + letter
        + (word == null ? "" : ", --" + word)
        + (argument == null ? "" : " " + argument);
  }
}
