package dev.dejima.tools.shell;

import dev.dejima.tools.UsageException;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** {@code test} and {@code [} (POSIX.1-2017, test). */
final class Condition {
  private final List<String> words;
  private int at;

  private Condition(List<String> words) {
    this.words = words;
  }

  /**
   * Whether a condition holds.
   *
   * @return 0 if it does, 1 if not
   * @throws UsageException with status 2 if it is none
   */
  static int test(List<String> words) {
    return holds(words) ? 0 : 1;
  }

  /** Up to four words have the meaning that their number gives them. */
  private static boolean holds(List<String> words) {
    return switch (words.size()) {
      case 0 -> false;
      case 1 -> !words.getFirst().isEmpty();
      case 2 -> two(words);
      case 3 ->
          isBinary(words.get(1))
              ? binary(words.get(0), words.get(1), words.get(2))
              : words.getFirst().equals("!")
                  ? !holds(words.subList(1, 3))
                  : new Condition(words).whole();
      default ->
          words.size() == 4 && words.getFirst().equals("!")
              ? !holds(words.subList(1, 4))
              : new Condition(words).whole();
    };
  }

  private static boolean two(List<String> words) {
    return words.getFirst().equals("!")
        ? words.get(1).isEmpty()
        : unary(words.getFirst(), words.get(1));
  }

  private boolean whole() {
    boolean value = or();
    if (at < words.size()) {
      throw new UsageException(2, "test: " + words.get(at) + ": unexpected operator");
    }
    return value;
  }

  private boolean or() {
    boolean value = and();
    while (takeIf("-o")) {
      value |= and();
    }
    return value;
  }

  private boolean and() {
    boolean value = primary();
    while (takeIf("-a")) {
      value &= primary();
    }
    return value;
  }

  private boolean primary() {
    if (takeIf("!")) {
      return !primary();
    }
    if (at + 2 < words.size() && isBinary(words.get(at + 1))) {
      at += 3;
      return binary(words.get(at - 3), words.get(at - 2), words.get(at - 1));
    }
    if (takeIf("(")) {
      boolean value = or();
      if (!takeIf(")")) {
        throw new UsageException(2, "test: ) expected");
      }
      return value;
    }
    if (at + 1 < words.size() && words.get(at).matches("-[a-zA-Z]")) {
      at += 2;
      return unary(words.get(at - 2), words.get(at - 1));
    }
    if (at == words.size()) {
      throw new UsageException(2, "test: argument expected");
    }
    return !words.get(at++).isEmpty();
  }

  private boolean takeIf(String word) {
    if (at < words.size() && words.get(at).equals(word)) {
      at++;
      return true;
    }
    return false;
  }

  private static boolean isBinary(String word) {
    return switch (word) {
      case "=", "==", "!=", "<", ">", "-eq", "-ne", "-lt", "-le", "-gt", "-ge" -> true;
      default -> false;
    };
  }

  private static boolean binary(String left, String operator, String right) {
    return switch (operator) {
      case "=", "==" -> left.equals(right);
      case "!=" -> !left.equals(right);
      case "<" -> left.compareTo(right) < 0;
      case ">" -> left.compareTo(right) > 0;
      default -> {
        int order = number(left).compareTo(number(right));
        yield switch (operator) {
          case "-eq" -> order == 0;
          case "-ne" -> order != 0;
          case "-lt" -> order < 0;
          case "-le" -> order <= 0;
          case "-gt" -> order > 0;
          default -> order >= 0;
        };
      }
    };
  }

  private static BigInteger number(String word) {
    try {
      return new BigInteger(word.strip());
    } catch (NumberFormatException e) {
      throw new UsageException(2, "test: Illegal number: " + word);
    }
  }

  private static boolean unary(String operator, String word) {
    Path file = Path.of(word);
    return switch (operator) {
      case "-n" -> !word.isEmpty();
      case "-z" -> word.isEmpty();
      case "-e" -> !word.isEmpty() && Files.exists(file);
      case "-f" -> !word.isEmpty() && Files.isRegularFile(file);
      case "-d" -> !word.isEmpty() && Files.isDirectory(file);
      case "-r" -> !word.isEmpty() && Files.isReadable(file);
      case "-w" -> !word.isEmpty() && Files.isWritable(file);
      case "-x" -> !word.isEmpty() && Files.isExecutable(file);
      case "-h", "-L" -> Files.isSymbolicLink(file);
      case "-s" -> size(file) > 0;
      default -> throw new UsageException(2, "test: " + operator + ": unexpected operator");
    };
  }

  private static long size(Path file) {
    try {
      return Files.size(file);
    } catch (IOException e) {
      return 0;
    }
  }
}
