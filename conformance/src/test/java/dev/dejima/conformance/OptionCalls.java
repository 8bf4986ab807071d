package dev.dejima.conformance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Calls of nft with its options, each alone and each with each other, on the ruleset {@code
 * before.nft}; and what nft 1.1.7 answers.
 *
 * <p>{@code calls.txt} holds calls of their own, and behind {@code *} those to make with every pair
 * of options. The answers: calls behind {@code ###}, then what all of these print, lines of
 * standard error behind {@code !}, and behind {@code =} the exit status.
 */
final class OptionCalls {
  static final Path DIRECTORY = Path.of("src/test/resources/options");
  private static final Path ANSWERS = DIRECTORY.resolve("nft-1.1.7.txt");
  private static final List<String> OPTIONS =
      List.of("-a", "-s", "-t", "-S", "-u", "-n", "-y", "-p", "-T", "-j", "-e", "-c", "-o");

  private OptionCalls() {}

  static List<String> all() throws IOException {
    List<String> calls = new ArrayList<>();
    for (String line : Files.readAllLines(DIRECTORY.resolve("calls.txt"))) {
      if (line.startsWith("* ")) {
        combined(line.substring(2), calls);
      } else if (!line.isEmpty() && !line.startsWith("#")) {
        calls.add(line);
      }
    }
    return calls;
  }

  private static void combined(String command, List<String> calls) {
    calls.add(command);
    for (int i = 0; i < OPTIONS.size(); i++) {
      calls.add(OPTIONS.get(i) + " " + command);
      for (String second : OPTIONS.subList(i + 1, OPTIONS.size())) {
        calls.add(OPTIONS.get(i) + " " + second + " " + command);
      }
    }
    calls.add(String.join(" ", OPTIONS) + " " + command);
  }

  /** The words of a call, as a shell would take them. */
  static List<String> words(String call) {
    List<String> words = new ArrayList<>();
    StringBuilder word = new StringBuilder();
    boolean quoted = false;
    for (char c : (call + " ").toCharArray()) {
      if (c == '\'') {
        quoted = !quoted;
        word.append(quoted ? "" : "\0");
      } else if (c == ' ' && !quoted) {
        if (!word.isEmpty()) {
          words.add(word.toString().replace("\0", ""));
        }
        word.setLength(0);
      } else {
        word.append(c);
      }
    }
    return words;
  }

  /** One answer, whatever version it is from and however the program is called. */
  static String answer(int status, String out, String err) {
    StringBuilder text = new StringBuilder(out);
    if (!out.isEmpty() && !out.endsWith("\n")) {
      text.append("\\\n");
    }
    err.lines().forEach(line -> text.append("! ").append(line).append('\n'));
    return text.append("= ")
        .append(status)
        .append('\n')
        .toString()
        .replaceAll("\"version\": \"[^\"]*\", \"release_name\": \"[^\"]*\"", "\"version\": \"\"")
        .replaceAll("(?m)^! \\S*nft\\S*: ", "! nft: ")
        .replaceAll("(?m)^! expected any of: .*\n", "")
        .replaceAll("(?m)^! \\S*/nft ", "! nft ")
        .replaceAll("(?m)^(# new generation \\d+) by process .*$", "$1")
        .replaceAll("(?m)^(family .*) backend 0x\\p{XDigit}+", "$1");
  }

  /** What nft answered, by call. */
  static Map<String, String> answers() throws IOException {
    Map<String, String> answers = new LinkedHashMap<>();
    List<String> calls = new ArrayList<>();
    StringBuilder answer = new StringBuilder();
    for (String line : Files.readAllLines(ANSWERS)) {
      if (line.startsWith("### ")) {
        if (!answer.isEmpty()) {
          calls.forEach(call -> answers.put(call, answer.toString()));
          calls.clear();
          answer.setLength(0);
        }
        calls.add(line.substring("### ".length()));
      } else {
        answer.append(line).append('\n');
      }
    }
    calls.forEach(call -> answers.put(call, answer.toString()));
    return answers;
  }

  static void write(Map<String, String> answers) throws IOException {
    Map<String, List<String>> calls = new LinkedHashMap<>();
    answers.forEach(
        (call, answer) -> calls.computeIfAbsent(answer, _ -> new ArrayList<>()).add(call));
    StringBuilder text = new StringBuilder();
    calls.forEach(
        (answer, same) -> {
          same.forEach(call -> text.append("### ").append(call).append('\n'));
          text.append(answer);
        });
    Files.writeString(ANSWERS, text);
  }
}
