package dev.dejima.tools.nft;

import dev.dejima.kernel.KernelException;
import dev.dejima.kernel.Netlink.Group;
import dev.dejima.kernel.Netlink.Subscription;
import dev.dejima.kernel.NfTables;
import dev.dejima.nft.compile.Environment;
import dev.dejima.nft.expr.DelChain;
import dev.dejima.nft.expr.DelObject;
import dev.dejima.nft.expr.DelRule;
import dev.dejima.nft.expr.DelSet;
import dev.dejima.nft.expr.DelSetElements;
import dev.dejima.nft.expr.DelTable;
import dev.dejima.nft.expr.NewChain;
import dev.dejima.nft.expr.NewObject;
import dev.dejima.nft.expr.NewRule;
import dev.dejima.nft.expr.NewSet;
import dev.dejima.nft.expr.NewSetElements;
import dev.dejima.nft.expr.NewTable;
import dev.dejima.nft.expr.NftMessage;
import dev.dejima.nft.expr.TraceEvent;
import dev.dejima.nft.syntax.Subject.Watched;
import dev.dejima.nft.syntax.Subject.Watched.Event;
import dev.dejima.nft.syntax.Subject.Watched.Events;
import dev.dejima.tools.Invocation;
import java.util.Set;

/** {@code nft monitor}: tells what happens to the ruleset until it is interrupted. */
final class Monitor {
  private final Invocation call;
  private final Watched watched;
  private final EventPrinter printer;

  Monitor(Invocation call, NftOptions options, Environment environment, Watched watched)
      throws KernelException {
    this.call = call;
    this.watched = watched;
    KnownRuleset known = new KnownRuleset(RulesetDump.of(call.namespace().nfTables()));
    this.printer = new EventPrinter(options, environment, known);
  }

  void run() throws KernelException, InterruptedException {
    NfTables nfTables = call.namespace().nfTables();
    try (Subscription<NftMessage> events = nfTables.subscribe(groups())) {
      call.ready();
      while (true) {
        NftMessage event = events.next();
        if (!NfTables.TRACE_TABLE.equals(KnownRuleset.table(event))) {
          printer.print(event).filter(line -> isWanted(event)).ifPresent(call.out()::print);
        }
      }
    }
  }

  private Set<Group> groups() {
    if (watched.of() == Events.TRACE) {
      return Set.of(Group.NFTRACE);
    }
    boolean all = watched.of() == Events.ANY && watched.event() == Event.ANY;
    return all ? Set.of(Group.NFTABLES, Group.NFTRACE) : Set.of(Group.NFTABLES);
  }

  /**
   * Whether nft shows an event: {@code monitor new} has no objects, but {@code new ruleset} has.
   */
  private boolean isWanted(NftMessage event) {
    Events kind = kind(event);
    Events of = watched.of();
    if (watched.event() == Event.ANY) {
      return of == Events.ANY || of == kind || (of == Events.RULESET && isOfRuleset(kind));
    }
    return isOfRuleset(kind)
        && (watched.event() == Event.NEW) == isMade(event)
        && (of == kind
            || (of == Events.ANY && kind != Events.RULESET)
            || (of == Events.RULESET && isOfRuleset(kind)));
  }

  private static boolean isOfRuleset(Events kind) {
    return kind != Events.ANY && kind != Events.TRACE;
  }

  private static boolean isMade(NftMessage event) {
    return switch (event) {
      case NewTable _, NewChain _, NewRule _, NewSet _, NewSetElements _, NewObject _ -> true;
      default -> false;
    };
  }

  /** What an event is about; {@code RULESET} for what has no word of its own, objects. */
  private static Events kind(NftMessage event) {
    return switch (event) {
      case NewTable _, DelTable _ -> Events.TABLES;
      case NewChain _, DelChain _ -> Events.CHAINS;
      case NewRule _, DelRule _ -> Events.RULES;
      case NewSet _, DelSet _ -> Events.SETS;
      case NewSetElements _, DelSetElements _ -> Events.ELEMENTS;
      case NewObject _, DelObject _ -> Events.RULESET;
      case TraceEvent _ -> Events.TRACE;
      default -> Events.ANY;
    };
  }
}
