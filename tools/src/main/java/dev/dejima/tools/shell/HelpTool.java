package dev.dejima.tools.shell;

import dev.dejima.tools.Invocation;
import dev.dejima.tools.Tool;
import dev.dejima.tools.UsageException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code help}: what commands there are; {@code help COMMAND}: how it is called, by example. */
public final class HelpTool implements Tool {
  /** For each command, what it does, and examples, each a line. */
  private static Map<String, List<String>> entries() {
    try (InputStream in = HelpTool.class.getResourceAsStream("/dev/dejima/tools/help.txt")) {
      if (in == null) {
        throw new IllegalStateException("help.txt is missing");
      }
      Map<String, List<String>> entries = new LinkedHashMap<>();
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      for (String entry : text.strip().split("\n\n", -1)) {
        List<String> lines = entry.lines().toList();
        String name = lines.getFirst().substring(0, lines.getFirst().indexOf(' '));
        entries.put(name, lines);
      }
      return entries;
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public String name() {
    return "help";
  }

  @Override
  public int run(Invocation call) {
    Map<String, List<String>> entries = entries();
    if (call.arguments().isEmpty()) {
      entries.forEach(
          (name, lines) -> {
            if (call.toolbox().find(name).isPresent() || ShellCommands.find(name) != null) {
              String what = lines.getFirst().substring(name.length()).strip();
              call.print("  %-10s  %s".formatted(name, what));
            }
          });
      call.print("");
      call.print(
          "help COMMAND shows examples. Of the language: if, for, while, case, $(…), |, >, &");
      call.print("Of the shell: " + String.join(" ", ShellCommands.names()));
      return 0;
    }
    String name = call.arguments().getFirst();
    List<String> lines = entries.get(name);
    if (lines == null) {
      throw new UsageException(
          1,
          "help: nothing is known of " + name + "; known: " + String.join(" ", entries.keySet()));
    }
    lines.forEach(call::print);
    return 0;
  }
}
