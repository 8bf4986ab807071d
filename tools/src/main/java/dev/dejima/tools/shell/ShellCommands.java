package dev.dejima.tools.shell;

import dev.dejima.tools.UsageException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The commands that change or read the shell itself. */
final class ShellCommands {
  private static final Map<String, Body> COMMANDS = new LinkedHashMap<>();

  static {
    COMMANDS.put(":", (shell, words) -> 0);
    COMMANDS.put("exit", ShellCommands::exit);
    COMMANDS.put("return", ShellCommands::leaveFunction);
    COMMANDS.put("break", (shell, words) -> leave(words, false));
    COMMANDS.put("continue", (shell, words) -> leave(words, true));
    COMMANDS.put(".", ShellCommands::include);
    COMMANDS.put("source", ShellCommands::include);
    COMMANDS.put("eval", ShellCommands::eval);
    COMMANDS.put("set", ShellCommands::set);
    COMMANDS.put("shift", ShellCommands::shift);
    COMMANDS.put("unset", ShellCommands::unset);
    COMMANDS.put("export", ShellCommands::export);
    COMMANDS.put("readonly", ShellCommands::readonly);
    COMMANDS.put("local", ShellCommands::local);
    COMMANDS.put("read", ShellCommands::read);
    COMMANDS.put("trap", ShellCommands::trap);
    COMMANDS.put("pwd", ShellCommands::pwd);
    COMMANDS.put("cd", ShellCommands::cd);
    COMMANDS.put("command", ShellCommands::command);
    COMMANDS.putAll(JobCommands.COMMANDS);
  }

  private ShellCommands() {}

  /** What such a command does. */
  interface Body {
    int run(Interpreter shell, List<String> words) throws IOException, InterruptedException;
  }

  static @Nullable Body find(String name) {
    return COMMANDS.get(name);
  }

  static List<String> names() {
    return List.copyOf(COMMANDS.keySet());
  }

  static UsageException wrong(String message) {
    return new UsageException(2, message);
  }

  static void print(Interpreter shell, String text) throws IOException {
    shell.streams.out().write(text.getBytes(StandardCharsets.UTF_8));
    shell.streams.out().flush();
  }

  private static int number(String command, String word) {
    try {
      return Integer.parseInt(word);
    } catch (NumberFormatException e) {
      throw wrong(command + ": Illegal number: " + word);
    }
  }

  private static int exit(Interpreter shell, List<String> words) {
    throw new Jump.Exit(
        words.isEmpty() ? shell.state.status : number("exit", words.getFirst()) & 0xff);
  }

  private static int leaveFunction(Interpreter shell, List<String> words) {
    throw new Jump.Return(
        words.isEmpty() ? shell.state.status : number("return", words.getFirst()) & 0xff);
  }

  private static int leave(List<String> words, boolean goOn) {
    int loops = words.isEmpty() ? 1 : number(goOn ? "continue" : "break", words.getFirst());
    throw new Jump.Leave(Math.max(1, loops), goOn);
  }

  /** Runs the lines of another file as if they stood here. */
  private static int include(Interpreter shell, List<String> words)
      throws IOException, InterruptedException {
    if (words.size() != 1) {
      throw wrong(".: one file name is expected");
    }
    String name = words.getFirst();
    try {
      return shell.run(Script.parse(Files.readString(shell.state.directory.resolve(name)), 1));
    } catch (Jump.Return done) {
      return done.status;
    } catch (IOException e) {
      throw new UsageException(1, ".: " + name + ": cannot be read");
    } catch (ShellSyntaxException e) {
      throw wrong(name + ":" + e.line() + ":" + e.column() + ": " + e.getMessage());
    }
  }

  private static int eval(Interpreter shell, List<String> words)
      throws IOException, InterruptedException {
    Script script = parse("eval", String.join(" ", words));
    return script.lists().isEmpty() ? 0 : shell.run(script);
  }

  /** Commands that a command is given as a word. */
  static Script parse(String command, String text) {
    try {
      return Script.parse(text, 1);
    } catch (ShellSyntaxException e) {
      throw wrong(command + ": " + text + ": " + e.getMessage());
    }
  }

  private static int set(Interpreter shell, List<String> words) throws IOException {
    ShellState state = shell.state;
    if (words.isEmpty()) {
      StringBuilder text = new StringBuilder();
      new TreeMap<>(state.variables)
          .forEach((name, value) -> text.append(name + "='" + value.replace("'", "'\\''") + "'\n"));
      print(shell, text.toString());
      return 0;
    }
    for (int i = 0; i < words.size(); i++) {
      String word = words.get(i);
      if (word.equals("--") || !word.startsWith("-") && !word.startsWith("+")) {
        List<String> parameters = new ArrayList<>(List.of(state.parameters.getFirst()));
        parameters.addAll(words.subList(word.equals("--") ? i + 1 : i, words.size()));
        state.parameters = parameters;
        return 0;
      }
      boolean on = word.startsWith("-");
      for (int j = 1; j < word.length(); j++) {
        char letter = word.charAt(j);
        if (letter == 'o') {
          i++;
          option(state, i < words.size() ? words.get(i) : "", on);
        } else {
          option(state, letter, on);
        }
      }
    }
    return 0;
  }

  private static void option(ShellState state, String name, boolean on) {
    switch (name) {
      case "errexit" -> state.exitOnError = on;
      case "nounset" -> state.unsetIsWrong = on;
      case "xtrace" -> state.trace = on;
      case "pipefail" -> state.pipeFails = on;
      default ->
          throw wrong(
              "set: -o \"%s\" is not supported; known: errexit nounset xtrace pipefail"
                  .formatted(name));
    }
  }

  private static void option(ShellState state, char letter, boolean on) {
    switch (letter) {
      case 'e' -> state.exitOnError = on;
      case 'u' -> state.unsetIsWrong = on;
      case 'x' -> state.trace = on;
      default -> throw wrong("set: -" + letter + " is not supported; known: -e -u -x -o");
    }
  }

  private static int shift(Interpreter shell, List<String> words) {
    int count = words.isEmpty() ? 1 : number("shift", words.getFirst());
    List<String> parameters = new ArrayList<>(shell.state.parameters);
    if (count < 0 || count >= parameters.size()) {
      throw wrong("shift: can't shift that many");
    }
    parameters.subList(1, 1 + count).clear();
    shell.state.parameters = parameters;
    return 0;
  }

  private static int unset(Interpreter shell, List<String> words) {
    for (String word : words) {
      if (!word.startsWith("-")) {
        if (shell.state.constants.contains(word)) {
          throw wrong("unset: " + word + ": is read only");
        }
        if (shell.state.variables.remove(word) == null) {
          shell.state.functions.remove(word);
        }
      }
    }
    return 0;
  }

  /** Sets what has a value. Real programs have the environment that this program has. */
  private static int export(Interpreter shell, List<String> words) {
    words.forEach(word -> assign(shell.state, word));
    return 0;
  }

  private static int readonly(Interpreter shell, List<String> words) {
    for (String word : words) {
      assign(shell.state, word);
      shell.state.constants.add(word.replaceFirst("=(?s).*", ""));
    }
    return 0;
  }

  private static int local(Interpreter shell, List<String> words) {
    Map<String, @Nullable String> hidden = shell.state.hidden;
    if (hidden == null) {
      throw wrong("local: not in a function");
    }
    for (String word : words) {
      String name = word.replaceFirst("=(?s).*", "");
      if (!hidden.containsKey(name)) {
        hidden.put(name, shell.state.variables.get(name));
      }
      if (!assign(shell.state, word)) {
        shell.state.variables.remove(name);
      }
    }
    return 0;
  }

  private static boolean assign(ShellState state, String word) {
    int equals = word.indexOf('=');
    String name = equals < 0 ? word : word.substring(0, equals);
    if (!name.matches("[A-Za-z_][A-Za-z0-9_]*")) {
      throw wrong(word + ": bad variable name");
    }
    if (equals >= 0) {
      state.assign(name, word.substring(equals + 1));
    }
    return equals >= 0;
  }

  private static int read(Interpreter shell, List<String> words) throws IOException {
    boolean raw = words.contains("-r");
    List<String> names = words.stream().filter(word -> !word.equals("-r")).toList();
    if (names.isEmpty() || names.stream().anyMatch(name -> !name.matches("[A-Za-z_]\\w*"))) {
      throw wrong("usage: read [-r] NAME...");
    }
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    int octet = shell.streams.in().read();
    while (octet >= 0 && octet != '\n') {
      if (octet == '\\' && !raw) {
        octet = shell.streams.in().read();
        if (octet == '\n') {
          octet = shell.streams.in().read();
          continue;
        }
      }
      line.write(octet);
      octet = shell.streams.in().read();
    }
    divide(shell.state, line.toString(StandardCharsets.UTF_8), names);
    return octet < 0 ? 1 : 0;
  }

  /** The last name has all that is left. */
  private static void divide(ShellState state, String line, List<String> names) {
    String given = state.value("IFS");
    String separators = given == null ? " \t\n" : given;
    String blanks = common(separators, " \t\n");
    String rest = strip(line, blanks, true);
    for (int i = 0; i < names.size(); i++) {
      if (i + 1 == names.size()) {
        state.assign(names.get(i), strip(rest, blanks, false));
        return;
      }
      int end = 0;
      while (end < rest.length() && separators.indexOf(rest.charAt(end)) < 0) {
        end++;
      }
      state.assign(names.get(i), rest.substring(0, end));
      rest = strip(rest.substring(end), blanks, true);
      if (!rest.isEmpty()
          && separators.indexOf(rest.charAt(0)) >= 0
          && blanks.indexOf(rest.charAt(0)) < 0) {
        rest = strip(rest.substring(1), blanks, true);
      }
    }
  }

  private static String common(String some, String others) {
    StringBuilder both = new StringBuilder();
    for (int i = 0; i < some.length(); i++) {
      both.append(others.indexOf(some.charAt(i)) >= 0 ? some.substring(i, i + 1) : "");
    }
    return both.toString();
  }

  private static String strip(String text, String blanks, boolean front) {
    int from = 0;
    int to = text.length();
    while (front && from < to && blanks.indexOf(text.charAt(from)) >= 0) {
      from++;
    }
    while (!front && from < to && blanks.indexOf(text.charAt(to - 1)) >= 0) {
      to--;
    }
    return text.substring(from, to);
  }

  private static int trap(Interpreter shell, List<String> words) {
    boolean known =
        words.size() >= 2
            && words.subList(1, words.size()).stream().allMatch(List.of("EXIT", "0")::contains);
    if (!known) {
      throw wrong("trap: only trap COMMANDS EXIT is supported");
    }
    shell.state.atExit = words.getFirst().equals("-") ? null : words.getFirst();
    return 0;
  }

  private static int pwd(Interpreter shell, List<String> words) throws IOException {
    print(shell, shell.state.value("PWD") + "\n");
    return 0;
  }

  /** The tools' files are found from where this program was started: to change that would lie. */
  private static int cd(Interpreter shell, List<String> words) {
    throw wrong("cd: is not supported; file names start at " + shell.state.value("PWD"));
  }

  private static int command(Interpreter shell, List<String> words)
      throws IOException, InterruptedException {
    if (words.size() == 2 && words.getFirst().equals("-v")) {
      String name = words.get(1);
      boolean there =
          find(name) != null
              || shell.state.functions.containsKey(name)
              || shell.toolbox.find(name).isPresent();
      if (there) {
        print(shell, name + "\n");
      }
      return there ? 0 : 127;
    }
    if (words.isEmpty() || words.getFirst().startsWith("-")) {
      throw wrong("usage: command [-v] NAME [ARGUMENT...]");
    }
    Body own = find(words.getFirst());
    return own != null
        ? own.run(shell, words.subList(1, words.size()))
        : shell.toolbox.run(shell.invocation(shell.self, shell.streams, words));
  }
}
