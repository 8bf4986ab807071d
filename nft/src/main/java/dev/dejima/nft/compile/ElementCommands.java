package dev.dejima.nft.compile;

import dev.dejima.nft.syntax.Command;
import dev.dejima.nft.syntax.Command.Verb;
import dev.dejima.nft.syntax.Elements;
import dev.dejima.nft.syntax.Expression;
import dev.dejima.nft.syntax.Expression.Element;
import java.util.ArrayList;
import java.util.List;

/**
 * Commands one behind the other that add to the same set. As in nft they are one command, in the
 * first one's place, so that ranges that grow from line to line are joined before any is sent.
 * Linux refuses to lose a range that the same batch has made of another with the same end.
 */
final class ElementCommands {
  private ElementCommands() {}

  /** The commands, those joined that add to one set by the same verb without others between. */
  static List<Command> joined(List<Command> commands) {
    List<Command> joined = new ArrayList<>();
    for (int i = 0; i < commands.size(); ) {
      int end = i + 1;
      while (end < commands.size() && goesWith(commands.get(i), commands.get(end))) {
        end++;
      }
      joined.add(end == i + 1 ? commands.get(i) : join(commands.subList(i, end)));
      i = end;
    }
    return joined;
  }

  private static boolean goesWith(Command first, Command next) {
    return (first.verb() == Verb.ADD || first.verb() == Verb.CREATE)
        && first.verb() == next.verb()
        && first.subject() instanceof Elements one
        && next.subject() instanceof Elements other
        && one.family() == other.family()
        && one.table().text().equals(other.table().text())
        && one.set().text().equals(other.set().text());
  }

  private static Command join(List<Command> commands) {
    List<Element> all = new ArrayList<>();
    for (Command command : commands) {
      all.addAll(((Elements) command.subject()).elements().elements());
    }
    Command first = commands.getFirst();
    Elements to = (Elements) first.subject();
    return new Command(
        first.verb(),
        new Elements(
            to.family(),
            to.table(),
            to.set(),
            new Expression.SetLiteral(all, to.elements().span()),
            to.span()),
        first.span());
  }
}
