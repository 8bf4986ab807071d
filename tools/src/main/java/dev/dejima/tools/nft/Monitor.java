package dev.dejima.tools.nft;

import dev.dejima.kernel.KernelException;
import dev.dejima.kernel.Netlink.Group;
import dev.dejima.kernel.Netlink.Subscription;
import dev.dejima.kernel.NfTables;
import dev.dejima.nft.compile.Environment;
import dev.dejima.nft.expr.DelChain;
import dev.dejima.nft.expr.DelRule;
import dev.dejima.nft.expr.DelSet;
import dev.dejima.nft.expr.DelSetElements;
import dev.dejima.nft.expr.DelTable;
import dev.dejima.nft.expr.NewChain;
import dev.dejima.nft.expr.NewGeneration;
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
    Set<Group> groups =
        watched.of() == Events.TRACE ? Set.of(Group.NFTRACE) : Set.of(Group.NFTABLES);
    NfTables nfTables = call.namespace().nfTables();
    try (Subscription<NftMessage> events = nfTables.subscribe(groups)) {
      call.ready();
      while (true) {
        NftMessage event = events.next();
        if (!NfTables.TRACE_TABLE.equals(KnownRuleset.table(event))) {
          printer.print(event).filter(line -> isWanted(event)).ifPresent(call.out()::print);
        }
      }
    }
  }

  private boolean isWanted(NftMessage event) {
    boolean made =
        switch (event) {
          case NewTable _, NewChain _, NewRule _, NewSet _, NewSetElements _ -> true;
          default -> false;
        };
    if (event instanceof NewGeneration) {
      return watched.of() == Events.ANY && watched.event() == Event.ANY;
    }
    boolean kind = watched.event() == Event.ANY || (watched.event() == Event.NEW) == made;
    return kind
        && switch (watched.of()) {
          case ANY, RULESET -> true;
          case TABLES -> event instanceof NewTable || event instanceof DelTable;
          case CHAINS -> event instanceof NewChain || event instanceof DelChain;
          case RULES -> event instanceof NewRule || event instanceof DelRule;
          case SETS -> event instanceof NewSet || event instanceof DelSet;
          case ELEMENTS -> event instanceof NewSetElements || event instanceof DelSetElements;
          case TRACE -> event instanceof TraceEvent;
        };
  }
}
