package dev.dejima.tools.nft;

import dev.dejima.nft.syntax.ListOptions;
import dev.dejima.tools.UsageException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What nft was asked to do: its options, and the command behind them. */
final class NftOptions {
  private static final String KNOWN =
      "-a -c -d netlink -e -f FILE -I DIRECTORY -j -n -N -o -p -s -S -t -T -u -v -y";

  boolean check;
  boolean echo;
  boolean json;
  boolean debugNetlink;
  boolean optimize;
  boolean version;
  @Nullable String file;
  final List<String> includePath = new ArrayList<>();
  List<String> command = List.of();
  private boolean handles;
  private boolean stateless;
  private boolean terse;
  private boolean numericPriority;
  private boolean numericProtocol;
  private boolean numericTime;
  private int numeric;
  private boolean services;
  private boolean guid;

  static NftOptions parse(List<String> arguments) {
    NftOptions options = new NftOptions();
    options.read(arguments);
    return options;
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
    }
    command = arguments.subList(at, arguments.size());
  }

  private int longOption(List<String> arguments, int at) {
    String word = arguments.get(at);
    int equals = word.indexOf('=');
    String name = equals < 0 ? word.substring(2) : word.substring(2, equals);
    char letter = letter(name);
    if (!takesValue(letter)) {
      flag(letter, word);
      return at + 1;
    }
    if (equals >= 0) {
      value(letter, word.substring(equals + 1));
      return at + 1;
    }
    value(letter, next(arguments, at, name));
    return at + 2;
  }

  private int cluster(List<String> arguments, int at) {
    String word = arguments.get(at);
    for (int i = 1; i < word.length(); i++) {
      char letter = word.charAt(i);
      if (takesValue(letter)) {
        boolean attached = i + 1 < word.length();
        value(
            letter,
            attached ? word.substring(i + 1) : next(arguments, at, Character.toString(letter)));
        return attached ? at + 1 : at + 2;
      }
      flag(letter, word);
    }
    return at + 1;
  }

  private static String next(List<String> arguments, int at, String name) {
    if (at + 1 == arguments.size()) {
      throw new UsageException(1, "nft: option requires an argument -- '" + name + "'");
    }
    return arguments.get(at + 1);
  }

  private static boolean takesValue(char letter) {
    return letter == 'f' || letter == 'I' || letter == 'd';
  }

  private static char letter(String name) {
    return switch (name) {
      case "handle" -> 'a';
      case "check" -> 'c';
      case "debug" -> 'd';
      case "echo" -> 'e';
      case "file" -> 'f';
      case "includepath" -> 'I';
      case "json" -> 'j';
      case "numeric" -> 'n';
      case "reversedns" -> 'N';
      case "optimize" -> 'o';
      case "numeric-protocol" -> 'p';
      case "stateless" -> 's';
      case "service" -> 'S';
      case "terse" -> 't';
      case "numeric-time" -> 'T';
      case "guid" -> 'u';
      case "version" -> 'v';
      case "numeric-priority" -> 'y';
      default -> '?';
    };
  }

  private void flag(char letter, String word) {
    switch (letter) {
      case 'a' -> handles = true;
      case 'c' -> check = true;
      case 'e' -> echo = true;
      case 'j' -> json = true;
      case 'n' -> numeric++;
      case 'N' -> {}
      case 'o' -> optimize = true;
      case 'p' -> numericProtocol = true;
      case 's' -> stateless = true;
      case 'S' -> services = true;
      case 't' -> terse = true;
      case 'T' -> numericTime = true;
      case 'u' -> guid = true;
      case 'v' -> version = true;
      case 'y' -> numericPriority = true;
      default -> {
        String what =
            word.startsWith("--")
                ? "unrecognized option '" + word + "'"
                : "invalid option -- '" + letter + "'";
        throw new UsageException(1, "nft: " + what + "\nknown: " + KNOWN);
      }
    }
  }

  private void value(char letter, String value) {
    switch (letter) {
      case 'f' -> file = value;
      case 'I' -> includePath.add(value);
      default -> {
        if (!value.equals("netlink")) {
          throw new UsageException(
              1, "invalid debug parameter '" + value + "'; known here: netlink");
        }
        debugNetlink = true;
      }
    }
  }

  ListOptions listing() {
    boolean all = numeric > 0;
    return new ListOptions(
        handles,
        stateless,
        terse,
        numericPriority || all,
        numericProtocol || all,
        numericTime || all,
        all,
        services,
        guid);
  }
}
