package dev.dejima.lab.trace;

import dev.dejima.kernel.conntrack.ConntrackTuple;
import dev.dejima.kernel.path.Mismatch;
import dev.dejima.kernel.path.RulesetEvent.RuleMet;
import dev.dejima.nft.compile.Environment;
import dev.dejima.nft.compile.Snapshot;
import dev.dejima.nft.decompile.Decompiler;
import dev.dejima.nft.expr.Bitwise;
import dev.dejima.nft.expr.Byteorder;
import dev.dejima.nft.expr.Cmp;
import dev.dejima.nft.expr.CmpOp;
import dev.dejima.nft.expr.Ct;
import dev.dejima.nft.expr.Expr;
import dev.dejima.nft.expr.Exthdr;
import dev.dejima.nft.expr.Lookup;
import dev.dejima.nft.expr.Meta;
import dev.dejima.nft.expr.NewRule;
import dev.dejima.nft.expr.ObjRefMap;
import dev.dejima.nft.expr.Payload;
import dev.dejima.nft.expr.Range;
import dev.dejima.nft.expr.Register;
import dev.dejima.nft.syntax.Expression;
import dev.dejima.nft.syntax.ListOptions;
import dev.dejima.nft.syntax.NftPrinter;
import dev.dejima.nft.syntax.Statement;
import dev.dejima.nft.syntax.Statement.RelationalOperator;
import dev.dejima.packet.Bytes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Says in nft's own words why a rule did not match. What was found is put into the rule in place of
 * what was wanted, and both are decompiled: so names and formats are those of a listing.
 */
final class Conditions {
  private final Decompiler decompiler;
  private final NftPrinter printer;

  /** The words of one node's ruleset. */
  Conditions(Snapshot snapshot, Map<String, Integer> interfaces) {
    ListOptions options = ListOptions.DEFAULT.withoutState();
    this.decompiler =
        new Decompiler(snapshot, Environment.PLAIN.withInterfaces(interfaces), options);
    this.printer = new NftPrinter(options);
  }

  /** A rule, as a listing has it. */
  String rule(RuleMet met) {
    return statements(met, met.exprs()).stream()
        .map(printer::print)
        .collect(Collectors.joining(" "));
  }

  /**
   * What did not hold, as in {@code tcp dport 54322 ≠ 54321}.
   *
   * @param tuple the packet as it was then: rules about networks load no more of its addresses than
   *     they compare
   */
  String failed(RuleMet met, Mismatch mismatch, @Nullable ConntrackTuple tuple) {
    return switch (mismatch.kind()) {
      case DIFFERS, NOT_IN_SET, IN_SET -> compared(met, mismatch, tuple);
      case ABSENT -> absent(met, mismatch);
      case EXCEEDED ->
          last(met, upTo(met, mismatch.index())).map(printer::print).orElse("limit") + ": exceeded";
    };
  }

  private static List<Expr> upTo(RuleMet met, int index) {
    return met.exprs().subList(0, index + 1);
  }

  private Optional<Statement> last(RuleMet met, List<Expr> exprs) {
    List<Statement> statements = statements(met, exprs);
    return statements.isEmpty() ? Optional.empty() : Optional.of(statements.getLast());
  }

  private List<Statement> statements(RuleMet met, List<Expr> exprs) {
    NewRule rule =
        new NewRule(
            met.chain().family(),
            met.chain().table(),
            met.chain().chain(),
            met.handle(),
            0,
            0,
            0,
            exprs,
            Bytes.EMPTY,
            Set.of());
    return decompiler.rule(rule).statements();
  }

  // ---- what was compared

  /** A part of what was compared: what it is, and its value. */
  private record Part(String name, String value) {}

  private String compared(RuleMet met, Mismatch mismatch, @Nullable ConntrackTuple tuple) {
    List<Part> parts = parts(met, mismatch).stream().map(part -> withAddress(part, tuple)).toList();
    String names = parts.stream().map(Part::name).collect(Collectors.joining(" . "));
    String values = parts.stream().map(Part::value).collect(Collectors.joining(" . "));
    return names + " " + values + wanted(met, mismatch, names);
  }

  private String wanted(RuleMet met, Mismatch mismatch, String names) {
    if (met.exprs().get(mismatch.index()) instanceof Lookup map && isMapOfValues(map)) {
      // What is done with the value comes behind it: so far there is no statement to print.
      return map.set().startsWith("__") ? " ∉ the rule's map" : " ∉ @" + map.set();
    }
    return last(met, upTo(met, mismatch.index()))
        .map(statement -> wanted(statement, names))
        .orElse(": " + mismatch.kind().name());
  }

  private static boolean isMapOfValues(Lookup lookup) {
    return lookup.dreg().isPresent() && lookup.dreg().getAsInt() != Register.VERDICT;
  }

  private static Part withAddress(Part part, @Nullable ConntrackTuple tuple) {
    if (tuple == null || !part.value().contains("/")) {
      return part;
    }
    return switch (part.name()) {
      case "ip saddr", "ip6 saddr" -> new Part(part.name(), tuple.source().toString());
      case "ip daddr", "ip6 daddr" -> new Part(part.name(), tuple.destination().toString());
      default -> part;
    };
  }

  private String wanted(Statement wanted, String names) {
    String text = printer.print(wanted);
    String rest = text.startsWith(names + " ") ? text.substring(names.length() + 1) : text;
    if (wanted instanceof Statement.VerdictMap map) {
      return " ∉ " + printer.print(map.map());
    }
    if (wanted instanceof Statement.Match match
        && printer.print(match.left()).equals(names)
        && (match.operator() == RelationalOperator.IMPLICIT
            || match.operator() == RelationalOperator.EQ)) {
      return (isSingle(match.right()) ? " ≠ " : " ∉ ") + printer.print(match.right());
    }
    return ", wanted " + rest;
  }

  private static boolean isSingle(Expression right) {
    return right instanceof Expression.Symbol;
  }

  /** What was compared, taken back to what was loaded. */
  private List<Part> parts(RuleMet met, Mismatch mismatch) {
    Expr broken = met.exprs().get(mismatch.index());
    int sreg =
        switch (broken) {
          case Cmp cmp -> cmp.sreg();
          case Range range -> range.sreg();
          case Lookup lookup -> lookup.sreg();
          case ObjRefMap map -> map.sreg();
          default -> throw new IllegalArgumentException("nothing is compared by " + broken);
        };
    int from = Register.offset(sreg);
    Map<Integer, Integer> loads = loads(met, mismatch.index());
    List<Part> parts = new ArrayList<>();
    for (int at = from; at < from + mismatch.found().length(); at += Integer.BYTES) {
      Integer load = loads.get(at);
      if (load != null) {
        parts.add(part(met, mismatch, load, at - from));
      }
    }
    return parts.isEmpty()
        ? List.of(new Part("register " + sreg, "0x" + hex(mismatch.found())))
        : parts;
  }

  private static String hex(Bytes octets) {
    StringBuilder hex = new StringBuilder();
    for (int i = 0; i < octets.length(); i++) {
      hex.append("%02x".formatted(octets.at(i)));
    }
    return hex.toString();
  }

  /** By where it lies in the registers, which expression loaded it. */
  private static Map<Integer, Integer> loads(RuleMet met, int end) {
    Map<Integer, Integer> loads = new HashMap<>();
    for (int i = 0; i < end; i++) {
      switch (met.exprs().get(i)) {
        case Bitwise bitwise -> move(loads, bitwise.sreg(), bitwise.dreg());
        case Byteorder order -> move(loads, order.sreg(), order.dreg());
        case Payload load -> loads.put(Register.offset(load.dreg()), i);
        case Meta load -> loads.put(Register.offset(load.dreg()), i);
        case Ct load -> loads.put(Register.offset(load.dreg()), i);
        case Exthdr load -> loads.put(Register.offset(load.dreg()), i);
        default -> {}
      }
    }
    return loads;
  }

  private static void move(Map<Integer, Integer> loads, int sreg, int dreg) {
    Integer load = loads.get(Register.offset(sreg));
    if (load != null) {
      loads.put(Register.offset(dreg), load);
    }
  }

  /** The value that was loaded; where that is but part of something, the value that was masked. */
  private Part part(RuleMet met, Mismatch mismatch, int load, int offset) {
    Bytes loaded = mismatch.loaded().get(load);
    List<Expr> exprs = new ArrayList<>(met.exprs().subList(0, load + 1));
    exprs.add(new Cmp(register(met.exprs().get(load)), CmpOp.EQ, loaded));
    Part whole = split(met, exprs);
    if (!whole.name().startsWith("@")) {
      return whole;
    }
    List<Expr> masked = new ArrayList<>(met.exprs().subList(0, mismatch.index()));
    int length = Math.min(loaded.length(), mismatch.found().length() - offset);
    masked.add(
        new Cmp(
            sregOf(met.exprs().get(mismatch.index())),
            CmpOp.EQ,
            mismatch.found().slice(offset, offset + length)));
    Part part = split(met, masked);
    return part.name().startsWith("@") ? whole : part;
  }

  private static int sregOf(Expr expr) {
    return switch (expr) {
      case Cmp cmp -> cmp.sreg();
      case Range range -> range.sreg();
      case Lookup lookup -> lookup.sreg();
      case ObjRefMap map -> map.sreg();
      default -> Register.R1;
    };
  }

  private static int register(Expr load) {
    return switch (load) {
      case Payload payload -> payload.dreg();
      case Meta meta -> meta.dreg();
      case Ct ct -> ct.dreg();
      case Exthdr exthdr -> exthdr.dreg();
      default -> throw new IllegalArgumentException("nothing is loaded by " + load);
    };
  }

  private Part split(RuleMet met, List<Expr> exprs) {
    Statement statement = last(met, exprs).orElse(null);
    if (statement instanceof Statement.Match match) {
      return new Part(printer.print(match.left()), printer.print(match.right()));
    }
    return new Part(statement == null ? "@" : printer.print(statement), "");
  }

  // ---- what was not there

  private String absent(RuleMet met, Mismatch mismatch) {
    int end = mismatch.index();
    while (end < met.exprs().size() && !compares(met.exprs().get(end))) {
      end++;
    }
    List<Expr> exprs = met.exprs().subList(0, Math.min(end + 1, met.exprs().size()));
    String condition = last(met, exprs).map(printer::print).orElse("");
    String why =
        switch (met.exprs().get(mismatch.index())) {
          case Ct _ -> "the packet is not tracked";
          case Payload _ -> "the packet has no such header";
          case Exthdr _ -> "the packet has no such option";
          default -> "there is none";
        };
    return condition + ": " + why;
  }

  private static boolean compares(Expr expr) {
    return switch (expr) {
      case Cmp _, Range _, Lookup _, ObjRefMap _ -> true;
      default -> false;
    };
  }
}
