package dev.dejima.conformance;

import dev.dejima.nft.compile.Snapshot;
import dev.dejima.nft.expr.Expr;
import dev.dejima.nft.expr.Lookup;
import dev.dejima.nft.expr.NewRule;
import dev.dejima.nft.expr.NewSet;
import dev.dejima.nft.expr.ObjRefMap;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** A rule as a kernel tells it, without the names and numbers that the kernel gives. */
final class HeldRule {
  /** What nft keeps of a named concatenation, and cannot read itself. */
  private static final Pattern UNREADABLE =
      Pattern.compile("0[34]1200040d000000010a00000004040000000100");

  private HeldRule() {}

  /** Its expressions and user data, and the sets that it looks into, in lines. */
  static String text(Snapshot snapshot, NewRule rule) {
    List<String> lines = new ArrayList<>();
    for (Expr expr : rule.exprs()) {
      lines.add(plain(expr).toString());
      String name =
          switch (expr) {
            case Lookup lookup -> lookup.set();
            case ObjRefMap map -> map.set();
            default -> null;
          };
      if (name != null) {
        snapshot.set(rule.family(), rule.table(), name).ifPresent(s -> set(snapshot, s, lines));
      }
    }
    lines.add("user data " + rule.userData());
    return String.join("\n", lines);
  }

  private static Expr plain(Expr expr) {
    return switch (expr) {
      case Lookup l -> new Lookup(l.sreg(), plain(l.set()), 0, l.dreg(), l.inverted());
      case ObjRefMap map -> new ObjRefMap(map.sreg(), plain(map.set()), 0);
      default -> expr;
    };
  }

  private static String plain(String name) {
    return name.replaceFirst("^(__(?:set|map|objmap))\\d+$", "$1");
  }

  private static void set(Snapshot snapshot, NewSet set, List<String> lines) {
    lines.add(
        "set flags %d key %d %d data %d %d size %d policy %d fields %s user data %s"
            .formatted(
                set.flags(),
                set.keyType(),
                set.keyLength(),
                set.dataType(),
                set.dataLength(),
                set.size(),
                set.policy(),
                set.fieldLengths(),
                UNREADABLE.matcher(set.userData().toString()).replaceAll("")));
    snapshot.elements(set.family(), set.table(), set.name()).stream()
        .map(element -> element.toString().replaceFirst("expiration=\\d+", "expiration"))
        .sorted()
        .forEach(lines::add);
  }
}
