package dev.dejima.nft.compile;

import dev.dejima.nft.expr.Expr;
import dev.dejima.nft.expr.Lookup;
import dev.dejima.nft.expr.NewRule;
import dev.dejima.nft.expr.NewSet;
import dev.dejima.nft.expr.NewSetElements;
import dev.dejima.nft.expr.NftMessage;
import dev.dejima.nft.expr.ObjRefMap;
import java.util.List;

/** Gives anonymous sets the names that the kernel would. */
final class AnonymousNames {
  private AnonymousNames() {}

  static List<NftMessage> named(List<NftMessage> messages) {
    return messages.stream().map(AnonymousNames::named).toList();
  }

  private static NftMessage named(NftMessage message) {
    return switch (message) {
      case NewSet s ->
          new NewSet(
              s.family(),
              s.table(),
              name(s.name(), s.id()),
              s.id(),
              s.handle(),
              s.flags(),
              s.keyType(),
              s.keyLength(),
              s.dataType(),
              s.dataLength(),
              s.objectType(),
              s.size(),
              s.policy(),
              s.fieldLengths(),
              s.timeout(),
              s.gcInterval(),
              s.exprs(),
              s.userData(),
              s.mode());
      case NewSetElements e ->
          new NewSetElements(
              e.family(), e.table(), name(e.set(), e.setId()), e.setId(), e.elements(), e.mode());
      case NewRule r ->
          new NewRule(
              r.family(),
              r.table(),
              r.chain(),
              r.chainId(),
              r.handle(),
              r.position(),
              r.positionId(),
              r.id(),
              r.exprs().stream().map(AnonymousNames::named).toList(),
              r.userData(),
              r.mode());
      default -> message;
    };
  }

  private static Expr named(Expr expr) {
    return switch (expr) {
      case Lookup l ->
          new Lookup(l.sreg(), name(l.set(), l.setId()), l.setId(), l.dreg(), l.inverted());
      case ObjRefMap o -> new ObjRefMap(o.sreg(), name(o.set(), o.setId()), o.setId());
      default -> expr;
    };
  }

  private static String name(String pattern, int id) {
    return pattern.replace("%d", Integer.toString(id));
  }
}
