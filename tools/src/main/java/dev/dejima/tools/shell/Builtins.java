package dev.dejima.tools.shell;

import dev.dejima.tools.Invocation;
import dev.dejima.tools.Tool;
import dev.dejima.tools.UsageException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** The small commands that every shell script leans on. */
public final class Builtins {
  private Builtins() {}

  /** All of them. */
  public static List<Tool> all() {
    return List.of(
        new Builtin("true", call -> 0),
        new Builtin("false", call -> 1),
        new Builtin("echo", Builtins::echo),
        new Builtin("cat", Builtins::cat),
        new Builtin("sleep", Builtins::sleep),
        new Sudo());
  }

  private interface Body {
    int run(Invocation call) throws IOException, InterruptedException;
  }

  private record Builtin(String name, Body body) implements Tool {
    @Override
    public int run(Invocation call) throws IOException, InterruptedException {
      return body.run(call);
    }
  }

  /** {@code sudo} is accepted and does nothing: who may enter a namespace of ours is its root. */
  private record Sudo() implements Tool {
    @Override
    public String name() {
      return "sudo";
    }

    @Override
    public boolean announcesReady() {
      return true;
    }

    @Override
    public int run(Invocation call) throws IOException, InterruptedException {
      List<String> words = call.arguments();
      while (!words.isEmpty() && words.getFirst().startsWith("-")) {
        switch (words.getFirst()) {
          case "-E", "-n", "-H", "-S", "--" -> words = words.subList(1, words.size());
          default ->
              throw new UsageException(
                  1,
                  "sudo: option " + words.getFirst() + " is not supported; known: -E -n -H -S --");
        }
      }
      if (words.isEmpty()) {
        throw new UsageException(1, "usage: sudo COMMAND [ARGUMENT...]");
      }
      return call.toolbox().run(call.with(words));
    }
  }

  private static int echo(Invocation call) {
    List<String> words = call.arguments();
    boolean newline = true;
    boolean escapes = false;
    while (!words.isEmpty() && words.getFirst().matches("-[neE]+")) {
      for (char letter : words.getFirst().substring(1).toCharArray()) {
        switch (letter) {
          case 'n' -> newline = false;
          case 'e' -> escapes = true;
          default -> escapes = false;
        }
      }
      words = words.subList(1, words.size());
    }
    String text = String.join(" ", words);
    call.out().print((escapes ? text.translateEscapes() : text) + (newline ? "\n" : ""));
    return 0;
  }

  private static int cat(Invocation call) throws IOException {
    if (!call.arguments().isEmpty()) {
      throw new UsageException(1, "cat: only standard input is supported; use < FILE");
    }
    call.in().transferTo(call.out());
    return 0;
  }

  private static int sleep(Invocation call) throws InterruptedException {
    if (call.arguments().isEmpty()) {
      throw new UsageException(1, "sleep: missing operand");
    }
    Duration sum = Duration.ZERO;
    for (String word : call.arguments()) {
      sum = sum.plus(duration(word));
    }
    call.kernel().clock().sleep(sum);
    return 0;
  }

  private static Duration duration(String word) {
    if (word.matches("[0-9]{1,9}(\\.[0-9]{1,9})?[smhd]?")) {
      char unit = word.charAt(word.length() - 1);
      String digits = Character.isDigit(unit) ? word : word.substring(0, word.length() - 1);
      long scale =
          switch (unit) {
            case 'm' -> 60;
            case 'h' -> 3600;
            case 'd' -> 86400;
            default -> 1;
          };
      return Duration.ofNanos((long) (Double.parseDouble(digits) * scale * 1e9));
    }
    throw new UsageException(1, "sleep: invalid time interval '" + word + "'");
  }
}
