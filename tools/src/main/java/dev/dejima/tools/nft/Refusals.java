package dev.dejima.tools.nft;

import dev.dejima.kernel.Errno;
import dev.dejima.kernel.NetlinkException;
import dev.dejima.kernel.NetlinkException.Refusal;
import dev.dejima.nft.compile.Compiled;
import dev.dejima.nft.compile.Snapshot;
import dev.dejima.nft.expr.DelChain;
import dev.dejima.nft.expr.DelRule;
import dev.dejima.nft.expr.DelSet;
import dev.dejima.nft.expr.DelTable;
import dev.dejima.nft.expr.Family;
import dev.dejima.nft.expr.NewChain;
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
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a kernel refused, at the words that caused it. Where a name is unknown, the first of the
 * message's names that neither the ruleset nor the batch before it knows is the one.
 */
final class Refusals {
  private Refusals() {}

  static List<Diagnostic> explain(
      NetlinkException e, List<Command> commands, Compiled compiled, Snapshot snapshot) {
    List<Diagnostic> diagnostics = new ArrayList<>();
    Set<String> said = new HashSet<>();
    for (Refusal refusal : e.refusals()) {
      boolean known = refusal.index() >= 0 && refusal.index() < compiled.entries().size();
      Span span = known ? place(refusal, commands, compiled, snapshot) : Span.NONE;
      Diagnostic diagnostic =
          Diagnostic.of(span, "Could not process rule: " + refusal.errno().text());
      if (said.add(span + diagnostic.message())) {
        diagnostics.add(diagnostic);
      }
    }
    return diagnostics;
  }

  private static Span place(
      Refusal refusal, List<Command> commands, Compiled compiled, Snapshot snapshot) {
    Compiled.Entry entry = compiled.entries().get(refusal.index());
    List<Name> names = entry.names();
    long handle = handle(entry.message());
    if (refusal.errno() == Errno.ENOENT && (handle > 0 || !names.isEmpty())) {
      Span name = unknown(refusal.index(), compiled, snapshot);
      return name != null ? name : handle > 0 ? lastWord(entry, handle) : entry.span();
    }
    if (names.isEmpty()) {
      return whole(entry, commands);
    }
    boolean aboutName = refusal.errno() == Errno.EEXIST || refusal.errno() == Errno.EBUSY;
    return aboutName ? names.getLast().span() : whole(entry, commands);
  }

  /** What a message was written for: the command, where it was not inside a block. */
  private static Span whole(Compiled.Entry entry, List<Command> commands) {
    for (Command command : commands) {
      if (isSame(command.subject().span(), entry.span())) {
        return command.span();
      }
    }
    return entry.span();
  }

  private static boolean isSame(Span a, Span b) {
    return a.file().equals(b.file()) && a.line() == b.line() && a.column() == b.column();
  }

  /** The handle that a message names what it deletes by; 0 for none. */
  private static long handle(NftMessage message) {
    return switch (message) {
      case DelRule rule -> rule.handle();
      case DelTable table -> table.handle();
      case DelChain chain -> chain.handle();
      case DelSet set -> set.handle();
      default -> 0;
    };
  }

  /** The handle is the last word of what names something by it. */
  private static Span lastWord(Compiled.Entry entry, long handle) {
    Span all = entry.span();
    int length = Long.toString(handle).length();
    return all.columns(all.endColumn() - length + 1, all.endColumn());
  }

  private static @Nullable Span unknown(int index, Compiled compiled, Snapshot snapshot) {
    Compiled.Entry entry = compiled.entries().get(index);
    if (entry.names().isEmpty()) {
      return null;
    }
    Family family = entry.message().family();
    String table = entry.names().getFirst().text();
    if (!tables(family, index, compiled, snapshot).contains(table)) {
      return entry.names().getFirst().span();
    }
    Set<String> inside = names(family, table, index, compiled, snapshot);
    for (Name name : entry.names().subList(1, entry.names().size())) {
      if (!inside.contains(name.text())) {
        return name.span();
      }
    }
    return null;
  }

  private static Set<String> tables(
      Family family, int index, Compiled compiled, Snapshot snapshot) {
    Set<String> tables = new HashSet<>();
    snapshot.tables().stream()
        .filter(table -> table.family() == family)
        .forEach(table -> tables.add(table.name()));
    for (NftMessage message : compiled.messages().subList(0, index)) {
      if (message instanceof NewTable table && table.family() == family) {
        tables.add(table.name());
      }
    }
    return tables;
  }

  /** The chains and sets that the kernel knew in a table when it came to a message. */
  private static Set<String> names(
      Family family, String table, int index, Compiled compiled, Snapshot snapshot) {
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
      }
    }
    return names;
  }
}
