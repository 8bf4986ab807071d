package dev.dejima.tools.nft;

import dev.dejima.kernel.Errno;
import dev.dejima.nft.compile.Compiled;
import dev.dejima.nft.compile.Snapshot;
import dev.dejima.nft.expr.DelSetElements;
import dev.dejima.nft.expr.Family;
import dev.dejima.nft.expr.NewSetElements;
import dev.dejima.nft.expr.SetElement;
import dev.dejima.nft.syntax.Command;
import dev.dejima.nft.syntax.Elements;
import dev.dejima.nft.syntax.Expression;
import dev.dejima.nft.syntax.Expression.Element;
import dev.dejima.nft.syntax.SetDefinition;
import dev.dejima.nft.syntax.Span;
import dev.dejima.nft.syntax.Subject;
import dev.dejima.nft.syntax.Table;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Which of several elements a kernel refused. */
final class RefusedElement {
  private final List<Command> commands;
  private final Snapshot snapshot;

  RefusedElement(List<Command> commands, Snapshot snapshot) {
    this.commands = commands;
    this.snapshot = snapshot;
  }

  /** Where the element was written; null if it is none that was refused, or it is not known. */
  @Nullable Span place(Compiled.Entry entry, Errno errno) {
    return switch (entry.message()) {
      case NewSetElements e -> {
        List<SetElement> there = snapshot.elements(e.family(), e.table(), e.set());
        int index =
            switch (errno) {
              case EEXIST -> first(e.elements(), there, true);
              case ENFILE -> Math.max(0, size(e) - there.size());
              default -> 0;
            };
        yield written(e.family(), e.table(), e.set(), index, e.elements().size());
      }
      case DelSetElements e -> {
        List<SetElement> there = snapshot.elements(e.family(), e.table(), e.set());
        int index = first(e.elements(), there, false);
        yield written(e.family(), e.table(), e.set(), index, e.elements().size());
      }
      default -> null;
    };
  }

  private int size(NewSetElements elements) {
    return snapshot
        .set(elements.family(), elements.table(), elements.set())
        .map(set -> set.size())
        .orElse(0);
  }

  private static int first(List<SetElement> elements, List<SetElement> there, boolean known) {
    for (int i = 0; i < elements.size(); i++) {
      SetElement element = elements.get(i);
      if (there.stream().anyMatch(other -> other.key().equals(element.key())) == known) {
        return i;
      }
    }
    return 0;
  }

  /** Ranges are more elements for the kernel than were written, in another order. */
  private @Nullable Span written(Family family, String table, String set, int index, int count) {
    List<Element> elements =
        commands.stream()
            .flatMap(command -> elements(command.subject(), family, table, set))
            .flatMap(literal -> literal.elements().stream())
            .toList();
    if (elements.isEmpty()) {
      return null;
    }
    int shown = elements.size() == count && index < count ? index : 0;
    return elements.get(shown).key().span();
  }

  private static Stream<Expression.SetLiteral> elements(
      Subject subject, Family family, String table, String set) {
    return switch (subject) {
      case Table t -> t.sets().stream().flatMap(s -> elements(s, family, table, set));
      case SetDefinition s
          when s.family() == family
              && s.table().text().equals(table)
              && s.name().text().equals(set) ->
          Stream.ofNullable(s.elements());
      case Elements e
          when e.family() == family
              && e.table().text().equals(table)
              && e.set().text().equals(set) ->
          Stream.of(e.elements());
      default -> Stream.empty();
    };
  }
}
