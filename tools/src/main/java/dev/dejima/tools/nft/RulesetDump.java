package dev.dejima.tools.nft;

import dev.dejima.kernel.NetlinkException;
import dev.dejima.kernel.NfTables;
import dev.dejima.nft.compile.Snapshot;
import dev.dejima.nft.expr.Family;
import dev.dejima.nft.expr.GetChains;
import dev.dejima.nft.expr.GetFlowtables;
import dev.dejima.nft.expr.GetObjects;
import dev.dejima.nft.expr.GetRules;
import dev.dejima.nft.expr.GetSetElements;
import dev.dejima.nft.expr.GetSets;
import dev.dejima.nft.expr.GetTables;
import dev.dejima.nft.expr.NewChain;
import dev.dejima.nft.expr.NewFlowtable;
import dev.dejima.nft.expr.NewObject;
import dev.dejima.nft.expr.NewRule;
import dev.dejima.nft.expr.NewSet;
import dev.dejima.nft.expr.NewTable;
import dev.dejima.nft.expr.NftMessage;
import dev.dejima.nft.expr.ObjectType;
import java.util.ArrayList;
import java.util.List;

/** Asks a kernel for its ruleset. */
public final class RulesetDump {
  private RulesetDump() {}

  /**
   * The whole ruleset but {@link NfTables#TRACE_TABLE}.
   *
   * @throws NetlinkException if the kernel refuses
   */
  public static Snapshot of(NfTables nfTables) throws NetlinkException {
    List<NftMessage> answers = new ArrayList<>();
    answers.addAll(nfTables.dump(new GetTables(Family.UNSPEC)));
    answers.addAll(nfTables.dump(new GetChains(Family.UNSPEC)));
    answers.addAll(nfTables.dump(new GetRules(Family.UNSPEC, null, null)));
    answers.addAll(nfTables.dump(new GetSets(Family.UNSPEC, null)));
    answers.addAll(
        nfTables.dump(new GetObjects(Family.UNSPEC, null, ObjectType.UNSPEC, null, false)));
    answers.addAll(nfTables.dump(new GetFlowtables(Family.UNSPEC, null)));
    answers.removeIf(message -> NfTables.TRACE_TABLE.equals(table(message)));
    for (NftMessage message : List.copyOf(answers)) {
      if (message instanceof NewSet set) {
        answers.addAll(nfTables.dump(new GetSetElements(set.family(), set.table(), set.name())));
      }
    }
    return Snapshot.of(answers);
  }

  private static String table(NftMessage message) {
    return switch (message) {
      case NewTable table -> table.name();
      case NewChain chain -> chain.table();
      case NewRule rule -> rule.table();
      case NewSet set -> set.table();
      case NewObject object -> object.table();
      case NewFlowtable flowtable -> flowtable.table();
      default -> "";
    };
  }
}
