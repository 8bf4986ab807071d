package dev.dejima.tools.shell;

import dev.dejima.tools.Invocation;
import dev.dejima.tools.Tool;
import dev.dejima.tools.UsageException;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** The small commands that every shell script leans on. */
public final class Builtins {
  private Builtins() {}

  /** All of them. */
  public static List<Tool> all() {
    return List.of(
        new Builtin("true", true, call -> 0),
        new Builtin("false", true, call -> 1),
        new Builtin("echo", true, Builtins::echo),
        new Builtin("printf", true, call -> new Format(call).run()),
        new Builtin("test", true, call -> Condition.test(call.arguments())),
        new Builtin("[", true, Builtins::bracket),
        new Builtin("seq", false, Builtins::seq),
        new Builtin("cat", false, Builtins::cat),
        new Builtin("sleep", false, Builtins::sleep),
        new Sudo());
  }

  private interface Body {
    int run(Invocation call) throws IOException, InterruptedException;
  }

  /**
   * A small command.
   *
   * @param isQuick whether it never waits, and so needs no process of its own
   */
  record Builtin(String name, boolean isQuick, Body body) implements Tool {
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
    Escapes text = new Escapes(String.join(" ", words), escapes, true);
    call.out().print(text.text() + (newline && !text.ends() ? "\n" : ""));
    return 0;
  }

  private static int bracket(Invocation call) {
    List<String> words = call.arguments();
    if (words.isEmpty() || !words.getLast().equals("]")) {
      throw new UsageException(2, "[: missing ]");
    }
    return Condition.test(words.subList(0, words.size() - 1));
  }

  private static int cat(Invocation call) throws IOException {
    int status = 0;
    List<String> names = call.arguments().isEmpty() ? List.of("-") : call.arguments();
    for (String name : names) {
      if (name.startsWith("-") && name.length() > 1) {
        throw new UsageException(1, "cat: option " + name + " is not supported");
      }
      try (InputStream file = name.equals("-") ? null : Files.newInputStream(Path.of(name))) {
        (file == null ? call.in() : file).transferTo(call.streams().out());
      } catch (NoSuchFileException e) {
        call.complain("cat: " + name + ": No such file or directory");
        status = 1;
      }
    }
    call.streams().out().flush();
    return status;
  }

  private static int seq(Invocation call) {
    List<String> words = call.arguments();
    if (words.isEmpty() || words.size() > 3) {
      throw new UsageException(1, "usage: seq [FIRST [STEP]] LAST");
    }
    BigDecimal first = words.size() == 1 ? BigDecimal.ONE : decimal(words.getFirst());
    BigDecimal step = words.size() < 3 ? BigDecimal.ONE : decimal(words.get(1));
    BigDecimal last = decimal(words.getLast());
    if (step.signum() == 0) {
      throw new UsageException(
          1, "seq: invalid Zero increment value: \u2018" + words.get(1) + "\u2019");
    }
    int scale = Math.max(0, Math.max(first.scale(), step.scale()));
    for (BigDecimal value = first;
        value.compareTo(last) * step.signum() <= 0 && !call.out().checkError();
        value = value.add(step)) {
      call.print(value.setScale(scale).toPlainString());
    }
    return 0;
  }

  private static BigDecimal decimal(String word) {
    try {
      return new BigDecimal(word);
    } catch (NumberFormatException e) {
      throw new UsageException(1, "seq: invalid floating point argument: \u2018" + word + "\u2019");
    }
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
    if (word.matches("([0-9]{1,9}(\\.[0-9]{0,9})?|\\.[0-9]{1,9})[smhd]?")) {
      char unit = word.charAt(word.length() - 1);
      String digits = Character.isLetter(unit) ? word.substring(0, word.length() - 1) : word;
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
