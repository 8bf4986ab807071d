package dev.dejima.tools;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Single-letter options as getopt(3) reads them: {@code -lnv}, {@code -w3}, {@code -w 3}, {@code
 * --} ends them; options may stand behind operands.
 */
public final class Options {
  private final String program;
  private final int status;
  private final Map<Character, Runnable> flags = new LinkedHashMap<>();
  private final Map<Character, Consumer<String>> values = new LinkedHashMap<>();

  /** Options of a program, which has this exit status when they make no sense. */
  public Options(String program, int status) {
    this.program = program;
    this.status = status;
  }

  /** An option without a value. */
  public Options flag(char letter, Runnable effect) {
    flags.put(letter, effect);
    return this;
  }

  /** An option with a value. */
  public Options value(char letter, Consumer<String> effect) {
    values.put(letter, effect);
    return this;
  }

  /**
   * Reads the arguments and does what the options do.
   *
   * @return the operands
   * @throws UsageException if there is an option that is not known, or has no value
   */
  public List<String> parse(List<String> arguments) {
    List<String> operands = new ArrayList<>();
    for (int i = 0; i < arguments.size(); i++) {
      String word = arguments.get(i);
      if (word.equals("--")) {
        operands.addAll(arguments.subList(i + 1, arguments.size()));
        break;
      }
      if (word.length() < 2 || word.charAt(0) != '-') {
        operands.add(word);
        continue;
      }
      i = parseCluster(arguments, i);
    }
    return operands;
  }

  private int parseCluster(List<String> arguments, int index) {
    String word = arguments.get(index);
    for (int at = 1; at < word.length(); at++) {
      char letter = word.charAt(at);
      Runnable flag = flags.get(letter);
      if (flag != null) {
        flag.run();
        continue;
      }
      Consumer<String> value = values.get(letter);
      if (value == null) {
        throw new UsageException(status, unknown(word, letter));
      }
      if (at + 1 < word.length()) {
        value.accept(word.substring(at + 1));
        return index;
      }
      if (index + 1 == arguments.size()) {
        throw new UsageException(
            status, program + ": option requires an argument -- '" + letter + "'");
      }
      value.accept(arguments.get(index + 1));
      return index + 1;
    }
    return index;
  }

  private String unknown(String word, char letter) {
    StringBuilder text = new StringBuilder(program);
    if (word.startsWith("--")) {
      text.append(": unrecognized option '").append(word).append("'");
    } else {
      text.append(": invalid option -- '").append(letter).append("'");
    }
    text.append("\nknown options:");
    flags.keySet().forEach(known -> text.append(" -").append(known));
    values.keySet().forEach(known -> text.append(" -").append(known).append(" VALUE"));
    return text.toString();
  }
}
