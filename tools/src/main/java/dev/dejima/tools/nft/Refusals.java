package dev.dejima.tools.nft;

import dev.dejima.kernel.Errno;
import dev.dejima.kernel.NetlinkException;
import dev.dejima.kernel.NetlinkException.Refusal;
import dev.dejima.nft.compile.Compiled;
import dev.dejima.nft.compile.Missing;
import dev.dejima.nft.compile.Snapshot;
import dev.dejima.nft.expr.DelChain;
import dev.dejima.nft.expr.DelFlowtable;
import dev.dejima.nft.expr.DelObject;
import dev.dejima.nft.expr.DelRule;
import dev.dejima.nft.expr.DelSet;
import dev.dejima.nft.expr.DelSetElements;
import dev.dejima.nft.expr.DelTable;
import dev.dejima.nft.expr.Family;
import dev.dejima.nft.expr.NewChain;
import dev.dejima.nft.expr.NewRule;
import dev.dejima.nft.expr.NewSet;
import dev.dejima.nft.expr.NewTable;
import dev.dejima.nft.expr.NftMessage;
import dev.dejima.nft.syntax.Command;
import dev.dejima.nft.syntax.Diagnostic;
import dev.dejima.nft.syntax.Name;
import dev.dejima.nft.syntax.Span;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a kernel refused, at the words that caused it. Where a name is unknown, the first of the
 * message's names that neither the ruleset nor the batch before it knows is the one.
 */
final class Refusals {
  private final List<Command> commands;
  private final Compiled compiled;
  private final Snapshot snapshot;

  private Refusals(List<Command> commands, Compiled compiled, Snapshot snapshot) {
    this.commands = commands;
    this.compiled = compiled;
    this.snapshot = snapshot;
  }

  static List<Diagnostic> explain(
      NetlinkException e, List<Command> commands, Compiled compiled, Snapshot snapshot) {
    Refusals refusals = new Refusals(commands, compiled, snapshot);
    List<Diagnostic> diagnostics = new ArrayList<>();
    Set<String> said = new HashSet<>();
    for (Refusal refusal : e.refusals()) {
      Diagnostic diagnostic = refusals.explain(refusal);
      if (said.add(diagnostic.span() + diagnostic.message())) {
        diagnostics.add(diagnostic);
      }
    }
    return diagnostics;
  }

  private Diagnostic explain(Refusal refusal) {
    String plain = "Could not process rule: " + refusal.errno().text();
    if (refusal.index() < 0 || refusal.index() >= compiled.entries().size()) {
      return Diagnostic.of(Span.NONE, plain);
    }
    Compiled.Entry entry = compiled.entries().get(refusal.index());
    if (refusal.errno() == Errno.EOPNOTSUPP) {
      Optional<Diagnostic> better =
          new UnsupportedChain(commands, compiled, snapshot).explain(refusal.index());
      if (better.isPresent()) {
        return better.get();
      }
    }
    if (refusal.errno() == Errno.ENOENT && !entry.names().isEmpty()) {
      Name unknown = unknown(refusal.index());
      if (unknown != null) {
        return Diagnostic.of(unknown.span(), near(refusal.index(), unknown).orElse(plain));
      }
    }
    return Diagnostic.of(place(refusal), plain);
  }

  private Span place(Refusal refusal) {
    Compiled.Entry entry = compiled.entries().get(refusal.index());
    List<Name> names = entry.names();
    long handle = handle(entry.message());
    Span element = new RefusedElement(commands, snapshot).place(entry, refusal.errno());
    if (element != null) {
      return element;
    }
    if (refusal.errno() == Errno.ENOENT && handle > 0) {
      return entry.message() instanceof NewRule
          ? before(entry.span(), handle)
          : lastWord(entry.span(), handle);
    }
    if (entry.message() instanceof NewRule && isOfStatement(refusal)) {
      return entry.span();
    }
    boolean aboutName = refusal.errno() == Errno.EEXIST || refusal.errno() == Errno.EBUSY;
    boolean renamed = entry.message() instanceof NewChain chain && chain.handle() > 0;
    return aboutName && !names.isEmpty() && !renamed ? names.getLast().span() : whole(entry);
  }

  /**
   * Whether a kernel that refuses a rule means what is in it, not where it stands: what it does not
   * support in a hook it finds only when the whole rule is there, and points at no attribute.
   */
  private static boolean isOfStatement(Refusal refusal) {
    return switch (refusal.errno()) {
      case EINVAL, EBUSY -> true;
      case EOPNOTSUPP -> refusal.offset() >= 0;
      default -> false;
    };
  }

  /** What a message was written for: the command, where it was not inside a block. */
  private Span whole(Compiled.Entry entry) {
    Span span = entry.span();
    for (Command command : commands) {
      boolean within =
          command.span().file().equals(span.file())
              && command.span().line() == span.line()
              && command.span().column() <= span.column()
              && command.span().endColumn() >= span.endColumn();
      if (within && !(command.subject() instanceof dev.dejima.nft.syntax.Table)) {
        return command.span();
      }
    }
    return span;
  }

  /** The handle that a message names what it is about by; 0 for none. */
  private static long handle(NftMessage message) {
    return switch (message) {
      case NewRule rule -> rule.handle();
      case DelRule rule -> rule.handle();
      case DelTable table -> table.handle();
      case DelChain chain -> chain.handle();
      case DelSet set -> set.handle();
      case DelObject object -> object.handle();
      case DelFlowtable flowtable -> flowtable.handle();
      default -> 0;
    };
  }

  /** The handle is the last word of what names something by it. */
  private static Span lastWord(Span all, long handle) {
    int length = Long.toString(handle).length();
    return all.columns(all.endColumn() - length + 1, all.endColumn());
  }

  /** The handle of the rule that is replaced stands before the new rule. */
  private static Span before(Span rule, long handle) {
    int length = Long.toString(handle).length();
    return rule.columns(rule.column() - 1 - length, rule.column() - 2);
  }

  private @Nullable Name unknown(int index) {
    Compiled.Entry entry = compiled.entries().get(index);
    Family family = entry.message().family();
    String table = entry.names().getFirst().text();
    if (!tables(family, index).contains(table)) {
      return entry.names().getFirst();
    }
    Set<String> inside = names(family, table, index);
    for (Name name : entry.names().subList(1, entry.names().size())) {
      if (!inside.contains(name.text())) {
        return name;
      }
    }
    return null;
  }

  /** As nft: a message is only better where the thing itself is unknown, not what it goes to. */
  private Optional<String> near(int index, Name unknown) {
    Compiled.Entry entry = compiled.entries().get(index);
    NftMessage message = entry.message();
    Missing missing = Missing.in(snapshot, compiled.messages().subList(0, index));
    Family family = message.family();
    List<Name> names = entry.names();
    String table = names.getFirst().text();
    if (names.indexOf(unknown) > 1) {
      return Optional.empty();
    }
    String name = names.size() > 1 ? names.get(1).text() : table;
    return switch (message) {
      case DelTable _ -> missing.table(family, table);
      case DelChain _, NewRule _ -> missing.chain(family, table, name);
      case DelRule _ when names.size() > 1 -> missing.chain(family, table, name);
      case DelRule _ -> missing.table(family, table);
      case DelSet _ -> missing.set(family, table, name);
      case DelSetElements gone when gone.elements().isEmpty() ->
          Optional.of(
              missing.hasTable(family, table)
                  ? missing.setOr(family, table, name)
                  : missing.tableOr(family, table));
      case DelObject _ -> missing.object(family, table, name);
      default -> Optional.empty();
    };
  }

  private Set<String> tables(Family family, int index) {
    Set<String> tables = new HashSet<>();
    snapshot.tables().stream()
        .filter(table -> table.family() == family)
        .forEach(table -> tables.add(table.name()));
    for (NftMessage message : compiled.messages().subList(0, index)) {
      if (message instanceof NewTable table && table.family() == family) {
        tables.add(table.name());
      } else if (message instanceof DelTable gone && gone.family() == family) {
        tables.remove(gone.name());
      }
    }
    return tables;
  }

  /** The chains and sets that the kernel knew in a table when it came to a message. */
  private Set<String> names(Family family, String table, int index) {
    List<NftMessage> known = new ArrayList<>(snapshot.chains());
    known.addAll(snapshot.sets());
    known.addAll(compiled.messages().subList(0, index));
    Set<String> names = new HashSet<>();
    for (NftMessage message : known) {
      if (message.family() != family) {
        continue;
      }
      if (message instanceof NewChain chain && chain.table().equals(table)) {
        names.add(chain.name());
      } else if (message instanceof NewSet set && set.table().equals(table)) {
        names.add(set.name());
      } else if (message instanceof DelChain gone && gone.table().equals(table)) {
        names.remove(gone.name());
      } else if (message instanceof DelSet gone && gone.table().equals(table)) {
        names.remove(gone.name());
      }
    }
    return names;
  }
}
