package dev.dejima.tools.nft;

import dev.dejima.nft.syntax.ListOptions;
import dev.dejima.tools.UsageException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What nft was asked to do: its options, and the command behind them. */
final class NftOptions {
  private static final Set<String> LEVELS =
      Set.of("scanner", "parser", "eval", "netlink", "mnl", "proto-ctx", "segtree", "all");

  private final Set<NftOption> given = EnumSet.noneOf(NftOption.class);
  private final Set<String> levels = new java.util.HashSet<>();
  @Nullable String file;
  final List<String> includePath = new ArrayList<>();
  final Map<String, String> variables = new LinkedHashMap<>();
  List<String> command = List.of();

  private NftOptions() {}

  /**
   * Reads the words behind the program's name.
   *
   * @throws UsageException in nft's words, if they make no sense
   */
  static NftOptions parse(List<String> arguments) {
    checkOrder(arguments);
    NftOptions options = new NftOptions();
    options.read(arguments);
    if (options.file == null && !options.variables.isEmpty()) {
      throw wrong("Error: -D/--define can only be used with -f/--filename");
    }
    return options;
  }

  /** The same but for one option. */
  NftOptions without(NftOption option) {
    NftOptions options = new NftOptions();
    options.given.addAll(given);
    options.given.remove(option);
    options.levels.addAll(levels);
    options.file = file;
    options.includePath.addAll(includePath);
    options.variables.putAll(variables);
    options.command = command;
    return options;
  }

  boolean has(NftOption option) {
    return given.contains(option);
  }

  /** Whether expressions are to be shown. */
  boolean debugsNetlink() {
    return levels.contains("netlink") || levels.contains("all");
  }

  /** Options behind the first word that is none are refused; what begins with a brace is JSON. */
  private static void checkOrder(List<String> arguments) {
    boolean command = false;
    int column = "nft ".length();
    for (int i = 0; i < arguments.size(); i++) {
      String word = arguments.get(i);
      if (word.startsWith("{")) {
        return;
      }
      if (!word.startsWith("-")) {
        command = true;
      } else if (command) {
        throw wrong(
            "Error: syntax error, options must be specified before commands\nnft "
                + String.join(" ", arguments)
                + " \n   ^"
                + "~~".indent(column - 4).stripTrailing());
      } else if (takesNext(word) && i + 1 < arguments.size()) {
        column += word.length() + 1;
        i++;
        word = arguments.get(i);
      }
      column += word.length() + 1;
    }
  }

  private static boolean takesNext(String word) {
    for (NftOption option : NftOption.values()) {
      if (option.isBefore(word)) {
        return true;
      }
    }
    return false;
  }

  /** Options stand before the command; its first word ends them. */
  private void read(List<String> arguments) {
    int at = 0;
    while (at < arguments.size()) {
      String word = arguments.get(at);
      if (word.equals("--")) {
        at++;
        break;
      }
      if (word.length() < 2 || word.charAt(0) != '-') {
        break;
      }
      at = word.startsWith("--") ? longOption(arguments, at) : cluster(arguments, at);
      if (has(NftOption.HELP) || has(NftOption.VERSION) || has(NftOption.VERSION_LONG)) {
        return;
      }
    }
    command = arguments.subList(at, arguments.size());
  }

  private int longOption(List<String> arguments, int at) {
    String word = arguments.get(at);
    int equals = word.indexOf('=');
    NftOption option = named(equals < 0 ? word.substring(2) : word.substring(2, equals));
    if (!option.takesArgument()) {
      if (equals >= 0) {
        throw wrong("nft: option '--" + option.word() + "' doesn't allow an argument");
      }
      take(option, "");
      return at + 1;
    }
    if (equals >= 0) {
      take(option, word.substring(equals + 1));
      return at + 1;
    }
    if (at + 1 == arguments.size()) {
      throw wrong("nft: option '--" + option.word() + "' requires an argument");
    }
    take(option, arguments.get(at + 1));
    return at + 2;
  }

  private static NftOption named(String name) {
    List<NftOption> options = NftOption.startingWith(name);
    if (options.isEmpty()) {
      throw wrong("nft: unrecognized option '--" + name + "'");
    }
    if (options.size() > 1) {
      String words =
          options.stream()
              .map(option -> "'--" + option.word() + "'")
              .collect(Collectors.joining(" "));
      throw wrong("nft: option '--" + name + "' is ambiguous; possibilities: " + words);
    }
    return options.getFirst();
  }

  private int cluster(List<String> arguments, int at) {
    String word = arguments.get(at);
    for (int i = 1; i < word.length(); i++) {
      NftOption option = NftOption.of(word.charAt(i));
      if (option == null) {
        throw wrong("nft: invalid option -- '" + word.charAt(i) + "'");
      }
      if (!option.takesArgument()) {
        take(option, "");
        continue;
      }
      if (i + 1 < word.length()) {
        take(option, word.substring(i + 1));
        return at + 1;
      }
      if (at + 1 == arguments.size()) {
        throw wrong("nft: option requires an argument -- '" + word.charAt(i) + "'");
      }
      take(option, arguments.get(at + 1));
      return at + 2;
    }
    return at + 1;
  }

  private void take(NftOption option, String value) {
    given.add(option);
    switch (option) {
      case FILE -> file = value;
      case INCLUDE_PATH -> includePath.add(value);
      case DEFINE -> define(value);
      case DEBUG -> debug(value);
      default -> {}
    }
    if (has(NftOption.FILE) && has(NftOption.INTERACTIVE)) {
      throw wrong("Error: -i/--interactive and -f/--file options cannot be combined");
    }
  }

  private void define(String definition) {
    int equals = definition.indexOf('=');
    if (equals < 0) {
      throw wrong("Error: Failed to define variable '" + definition + "'");
    }
    variables.put(definition.substring(0, equals), definition.substring(equals + 1));
  }

  private void debug(String list) {
    for (String level : list.split(",", -1)) {
      if (!LEVELS.contains(level)) {
        throw wrong("Error: invalid debug parameter `" + level + "'");
      }
      levels.add(level);
    }
  }

  private static UsageException wrong(String message) {
    return new UsageException(1, message);
  }

  /** What a listing shows. */
  ListOptions listing() {
    Set<ListOptions.Choice> choices = EnumSet.noneOf(ListOptions.Choice.class);
    given.forEach(option -> choices.addAll(choices(option)));
    return ListOptions.of(choices);
  }

  private static Set<ListOptions.Choice> choices(NftOption option) {
    return switch (option) {
      case HANDLE -> EnumSet.of(ListOptions.Choice.HANDLES);
      case STATELESS -> EnumSet.of(ListOptions.Choice.STATELESS);
      case TERSE -> EnumSet.of(ListOptions.Choice.TERSE);
      case SERVICE -> EnumSet.of(ListOptions.Choice.SERVICES);
      case REVERSE_DNS -> EnumSet.of(ListOptions.Choice.HOSTS);
      case GUID -> EnumSet.of(ListOptions.Choice.GUID);
      case NUMERIC ->
          EnumSet.of(
              ListOptions.Choice.NUMERIC_PRIORITY,
              ListOptions.Choice.NUMERIC_PROTOCOL,
              ListOptions.Choice.NUMERIC_TIME,
              ListOptions.Choice.NUMERIC_SYMBOLS);
      case NUMERIC_PRIORITY -> EnumSet.of(ListOptions.Choice.NUMERIC_PRIORITY);
      case NUMERIC_PROTOCOL -> EnumSet.of(ListOptions.Choice.NUMERIC_PROTOCOL);
      case NUMERIC_TIME -> EnumSet.of(ListOptions.Choice.NUMERIC_TIME);
      case JSON -> EnumSet.of(ListOptions.Choice.RANGES_IN_WORDS);
      case HELP,
          VERSION,
          VERSION_LONG,
          FILE,
          DEFINE,
          INTERACTIVE,
          INCLUDE_PATH,
          CHECK,
          OPTIMIZE,
          ECHO,
          DEBUG ->
          EnumSet.noneOf(ListOptions.Choice.class);
    };
  }
}
