package dev.dejima.lab.compare;

import dev.dejima.tools.shell.Script;
import dev.dejima.tools.shell.Script.AndOrList;
import dev.dejima.tools.shell.ShellSyntaxException;
import java.util.ArrayList;
import java.util.List;

/**
 * The commands that begin in one line of a script.
 *
 * @param text as they are written, over several lines perhaps
 * @param script as the shell reads them
 */
public record Step(String text, Script script) {
  /** Whether the last of them runs in the background. */
  public boolean background() {
    return script.lists().getLast().background();
  }

  static List<Step> of(String text) throws ShellSyntaxException {
    List<AndOrList> lists = Script.parse(text, 1).lists();
    List<String> lines = text.lines().toList();
    List<Step> steps = new ArrayList<>();
    for (int i = 0, next; i < lists.size(); i = next) {
      int line = lists.get(i).line();
      for (next = i + 1; next < lists.size() && lists.get(next).line() == line; ) {
        next++;
      }
      int to = next < lists.size() ? lists.get(next).line() - 1 : lines.size();
      while (lines.get(to - 1).isBlank() || lines.get(to - 1).startsWith("#")) {
        to--;
      }
      String source = String.join("\n", lines.subList(line - 1, to));
      steps.add(new Step(source, new Script(lists.subList(i, next))));
    }
    return steps;
  }
}
