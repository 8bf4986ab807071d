package dev.dejima.nft.compile;

import dev.dejima.nft.expr.NewRule;
import dev.dejima.nft.expr.NftMessage;
import dev.dejima.nft.syntax.Diagnostic;
import dev.dejima.nft.syntax.Name;
import dev.dejima.nft.syntax.Span;
import java.util.ArrayList;
import java.util.List;

/**
 * What commands mean.
 *
 * @param entries the messages of one batch, in order, with their places; to be sent only if there
 *     are no errors
 * @param errors what has no meaning, in the order of the commands
 */
public record Compiled(List<Entry> entries, List<Diagnostic> errors) {
  /** Keeps copies. */
  public Compiled {
    entries = List.copyOf(entries);
    errors = List.copyOf(errors);
  }

  /**
   * One message.
   *
   * @param message the message
   * @param span what it was written for: a rule, a chain, a command
   * @param names the names in it that may be unknown to the kernel, as they were written: its
   *     table, its chain or set, chains that it goes to
   */
  public record Entry(NftMessage message, Span span, List<Name> names) {
    /** Keeps a copy. */
    public Entry {
      names = List.copyOf(names);
    }
  }

  /** The batch. */
  public List<NftMessage> messages() {
    return entries.stream().map(Entry::message).toList();
  }

  /** The messages that make rules: the rules that a chain gets stand in their order. */
  public List<Entry> rules() {
    List<Entry> rules = new ArrayList<>();
    for (Entry entry : entries) {
      if (entry.message() instanceof NewRule) {
        rules.add(entry);
      }
    }
    return rules;
  }
}
