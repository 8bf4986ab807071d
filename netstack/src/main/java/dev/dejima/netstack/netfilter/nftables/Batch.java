package dev.dejima.netstack.netfilter.nftables;

import dev.dejima.kernel.Errno;
import dev.dejima.kernel.NetlinkException;
import dev.dejima.kernel.NetlinkException.Refusal;
import dev.dejima.netstack.netfilter.helper.FlowObjects;
import dev.dejima.nft.expr.DelChain;
import dev.dejima.nft.expr.DelFlowtable;
import dev.dejima.nft.expr.DelObject;
import dev.dejima.nft.expr.DelRule;
import dev.dejima.nft.expr.DelSet;
import dev.dejima.nft.expr.DelSetElements;
import dev.dejima.nft.expr.DelTable;
import dev.dejima.nft.expr.GetChains;
import dev.dejima.nft.expr.GetFlowtables;
import dev.dejima.nft.expr.GetGeneration;
import dev.dejima.nft.expr.GetHooks;
import dev.dejima.nft.expr.GetObjects;
import dev.dejima.nft.expr.GetRules;
import dev.dejima.nft.expr.GetSetElements;
import dev.dejima.nft.expr.GetSets;
import dev.dejima.nft.expr.GetTables;
import dev.dejima.nft.expr.HookFunction;
import dev.dejima.nft.expr.NewChain;
import dev.dejima.nft.expr.NewFlowtable;
import dev.dejima.nft.expr.NewGeneration;
import dev.dejima.nft.expr.NewObject;
import dev.dejima.nft.expr.NewRule;
import dev.dejima.nft.expr.NewSet;
import dev.dejima.nft.expr.NewSetElements;
import dev.dejima.nft.expr.NewTable;
import dev.dejima.nft.expr.NftMessage;
import dev.dejima.nft.expr.TraceEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One attempt at a batch of messages. All are tried, so that every refusal is told; whether jumps
 * and hooks are sound is checked once at the end, and if they are not, the batch is tried again
 * with a check behind every message, to tell which it was (NFNL_ABORT_VALIDATE of nfnetlink.c).
 */
final class Batch {
  private final Transaction transaction = new Transaction();
  private final TableChanges tables;
  private final ChainChanges chains;
  private final RuleChanges rules;
  private final SetChanges sets;
  private final ElementChanges elements;
  private final ObjectChanges objects;
  private final FlowtableChanges flowtables;
  private final Ruleset ruleset;
  private final boolean checkEach;

  private final @Nullable Lacks lacks;

  private Batch(
      Ruleset ruleset,
      FlowObjects flowObjects,
      LongSupplier clock,
      boolean checkEach,
      @Nullable Lacks lacks) {
    this.checkEach = checkEach;
    this.lacks = lacks;
    this.ruleset = ruleset;
    this.sets = new SetChanges(ruleset, transaction, clock);
    this.elements = new ElementChanges(ruleset, transaction, clock);
    this.objects = new ObjectChanges(ruleset, transaction, flowObjects, clock);
    this.flowtables = new FlowtableChanges(ruleset, transaction);
    this.rules = new RuleChanges(ruleset, transaction, sets, clock);
    this.chains = new ChainChanges(ruleset, transaction, rules);
    this.tables = new TableChanges(ruleset, transaction, chains, sets, objects, flowtables);
  }

  /**
   * Makes the changes of a batch in the ruleset.
   *
   * @return the changes, to be published or rolled back
   * @throws NetlinkException if any is refused; then nothing has changed
   */
  static Transaction apply(
      Ruleset ruleset, List<NftMessage> messages, FlowObjects flowObjects, LongSupplier clock)
      throws NetlinkException {
    Batch first = new Batch(ruleset, flowObjects, clock, false, null);
    first.all(messages);
    try {
      first.checkAtEnd();
      return first.transaction;
    } catch (Refused unsound) {
      first.transaction.rollBack(0);
      if (unsound.errno() == Errno.EINVAL) {
        throw new NetlinkException(unsound.errno());
      }
      Batch second = new Batch(ruleset, flowObjects, clock, true, null);
      second.all(messages);
      second.transaction.rollBack(0);
      throw new NetlinkException(unsound.errno());
    }
  }

  /**
   * Tries a batch. What this kernel lacks, and what is then missing beside it in the same table, is
   * no reason to refuse it: nothing is to run.
   *
   * @throws NetlinkException if any is refused
   */
  static void check(
      Ruleset ruleset, List<NftMessage> messages, FlowObjects flowObjects, LongSupplier clock)
      throws NetlinkException {
    Batch batch = new Batch(ruleset, flowObjects, clock, false, new Lacks());
    batch.all(messages);
    try {
      batch.checkAtEnd();
    } catch (Refused unsound) {
      Batch second = new Batch(ruleset, flowObjects, clock, true, new Lacks());
      batch.transaction.rollBack(0);
      second.all(messages);
      second.transaction.rollBack(0);
      throw new NetlinkException(unsound.errno());
    }
    batch.transaction.rollBack(0);
  }

  private void all(List<NftMessage> messages) throws NetlinkException {
    List<Refusal> refusals = new ArrayList<>();
    for (int i = 0; i < messages.size(); i++) {
      int mark = transaction.mark();
      try {
        one(messages.get(i));
        if (checkEach) {
          check(messages.get(i));
        }
      } catch (Refused refused) {
        // What a message had done before it was refused, those behind it meet, as on Linux.
        if (lacks != null && lacks.excuse(messages.get(i), refused)) {
          transaction.rollBack(mark);
          continue;
        }
        refusals.add(new Refusal(i, refused.errno(), null, refused.offset()));
      }
    }
    if (!refusals.isEmpty()) {
      transaction.rollBack(0);
      throw new NetlinkException(refusals);
    }
  }

  private void checkAtEnd() throws Refused {
    for (ElementSet set : transaction.anonymousSets) {
      boolean excused = lacks != null && lacks.in(set.table);
      if (!set.bound && !excused) {
        throw new Refused(Errno.EINVAL);
      }
    }
    for (Chain chain : transaction.anonymousChains) {
      boolean excused = lacks != null && lacks.in(chain.table);
      if (!chain.wasBound && !excused) {
        throw new Refused(Errno.EINVAL);
      }
    }
    for (Table table : transaction.unchecked) {
      Validation.check(table);
    }
  }

  /** Where rules and elements come in, the whole of their table is looked at. */
  private void check(NftMessage message) throws Refused {
    Table table =
        switch (message) {
          case NewRule rule -> ruleset.table(rule.family(), rule.table());
          case NewSetElements elements -> ruleset.table(elements.family(), elements.table());
          default -> null;
        };
    if (table != null) {
      Validation.check(table);
    }
  }

  private void one(NftMessage message) throws Refused {
    switch (message) {
      case NewTable table -> tables.apply(table);
      case DelTable table -> tables.apply(table);
      case NewChain chain -> chains.apply(chain);
      case DelChain chain -> chains.apply(chain);
      case NewRule rule -> rules.apply(rule);
      case DelRule rule -> chains.apply(rule);
      case NewSet set -> sets.apply(set);
      case DelSet set -> sets.apply(set);
      case NewSetElements some -> elements.apply(some);
      case DelSetElements some -> elements.apply(some);
      case NewObject object -> objects.apply(object);
      case DelObject object -> objects.apply(object);
      case NewFlowtable flowtable -> flowtables.apply(flowtable);
      case DelFlowtable flowtable -> flowtables.apply(flowtable);
      case GetTables _,
          GetChains _,
          GetRules _,
          GetSets _,
          GetSetElements _,
          GetObjects _,
          GetFlowtables _,
          GetGeneration _,
          GetHooks _,
          HookFunction _,
          NewGeneration _,
          TraceEvent _ ->
          throw new Refused(Errno.EINVAL);
    }
  }
}
