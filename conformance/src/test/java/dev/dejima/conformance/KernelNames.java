package dev.dejima.conformance;

import dev.dejima.nft.expr.Data;
import dev.dejima.nft.expr.Dynset;
import dev.dejima.nft.expr.Expr;
import dev.dejima.nft.expr.Immediate;
import dev.dejima.nft.expr.Lookup;
import dev.dejima.nft.expr.NewChain;
import dev.dejima.nft.expr.NewRule;
import dev.dejima.nft.expr.NewSet;
import dev.dejima.nft.expr.NewSetElements;
import dev.dejima.nft.expr.NftMessage;
import dev.dejima.nft.expr.ObjRefMap;
import dev.dejima.nft.expr.SetElement;
import dev.dejima.nft.expr.Verdict;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Names what a batch leaves without a name, and counts elements, as a kernel does. */
final class KernelNames {
  private KernelNames() {}

  /** What a dump tells once a batch is committed. */
  static List<NftMessage> of(List<NftMessage> batch) {
    Map<Integer, Integer> counts = new HashMap<>();
    for (NftMessage message : batch) {
      if (message instanceof NewSetElements elements) {
        counts.merge(elements.setId(), count(elements), Integer::sum);
      }
    }
    return batch.stream().map(message -> named(message, counts)).toList();
  }

  /** The ends of intervals are none, and neither is what stands for all others. */
  private static int count(NewSetElements elements) {
    int none = SetElement.INTERVAL_END | SetElement.CATCH_ALL;
    return (int) elements.elements().stream().filter(e -> (e.flags() & none) == 0).count();
  }

  private static NftMessage named(NftMessage message, Map<Integer, Integer> counts) {
    return switch (message) {
      case NewSet s -> s.named(name(s.name(), s.id()), counts.getOrDefault(s.id(), 0));
      case NewSetElements e ->
          new NewSetElements(
              e.family(), e.table(), name(e.set(), e.setId()), e.setId(), e.elements(), e.mode());
      case NewChain c when c.id() != 0 ->
          new NewChain(
              c.family(),
              c.table(),
              chain(c.id()),
              c.handle(),
              c.hook(),
              c.type(),
              c.policy(),
              c.flags(),
              c.use(),
              c.userData(),
              c.mode());
      case NewRule r ->
          new NewRule(
              r.family(),
              r.table(),
              r.chainId() == 0 ? r.chain() : chain(r.chainId()),
              r.handle(),
              r.position(),
              r.positionId(),
              r.id(),
              r.exprs().stream().map(KernelNames::named).toList(),
              r.userData(),
              r.mode());
      default -> message;
    };
  }

  private static Expr named(Expr expr) {
    return switch (expr) {
      case Lookup l ->
          new Lookup(l.sreg(), name(l.set(), l.setId()), l.setId(), l.dreg(), l.inverted());
      case ObjRefMap m -> new ObjRefMap(m.sreg(), name(m.set(), m.setId()), m.setId());
      case Dynset d ->
          new Dynset(
              d.operation(),
              d.sregKey(),
              d.sregData(),
              name(d.set(), d.setId()),
              d.setId(),
              d.timeout(),
              d.exprs(),
              d.inverted());
      case Immediate i -> new Immediate(i.dreg(), named(i.data()));
      default -> expr;
    };
  }

  private static Data named(Data data) {
    return data instanceof Verdict verdict && verdict.chainId() != 0
        ? new Verdict(verdict.code(), chain(verdict.chainId()))
        : data;
  }

  private static String chain(int id) {
    return "__chain" + id;
  }

  private static String name(String pattern, int id) {
    return pattern.replace("%d", Integer.toString(id));
  }
}
