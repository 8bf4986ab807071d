package dev.dejima.lab.explain;

import dev.dejima.kernel.path.Mismatch;
import dev.dejima.kernel.path.RulesetEvent.ChainName;
import dev.dejima.lab.explain.Addresses.Owned;
import dev.dejima.nft.expr.Expr;
import dev.dejima.nft.expr.Lookup;
import dev.dejima.nft.expr.Register;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** The rule that was meant asks a set or a map that lacks the packet's element. */
record NotInSet() implements Diagnosis {
  @Override
  public Optional<Explanation> of(Case failed) {
    return MissedRule.of(failed)
        .filter(
            missed ->
                missed
                    .mismatch()
                    .filter(m -> m.kind() == Mismatch.Kind.NOT_IN_SET && isNamed(m.set()))
                    .isPresent())
        .map(missed -> explanation(failed, missed));
  }

  private static boolean isNamed(@Nullable String set) {
    return set != null && !set.startsWith("__");
  }

  private static Explanation explanation(Case failed, MissedRule missed) {
    Mismatch mismatch = missed.mismatch().orElseThrow();
    Expr asked = missed.miss().met().exprs().get(mismatch.index());
    OptionalInt data = asked instanceof Lookup lookup ? lookup.dreg() : OptionalInt.empty();
    String node = missed.hop().node();
    String kind = data.isPresent() ? "map" : "set";
    String key = key(missed.miss().condition());
    ChainName chain = missed.miss().met().chain();
    return new Explanation(
        "%s %s of %s lacks %s, so the rule that is to %s misses"
            .formatted(kind, mismatch.set(), node, key, missed.wanted()),
        List.of("the rule: " + missed.miss().rule(), "what fails: " + missed.miss().condition()),
        "at %s: nft add element %s %s %s { %s%s }"
            .formatted(
                node,
                chain.family().word(),
                chain.table(),
                mismatch.set(),
                key,
                data.isPresent() ? " : " + value(failed, data.getAsInt()) : ""));
  }

  /**
   * The values of a condition that failed: {@code 192.0.2.1 . 80} of {@code ip saddr . tcp dport
   * 192.0.2.1 . 80 ∉ @set}.
   */
  private static String key(String condition) {
    String[] parts = condition.substring(0, condition.indexOf(" ∉ ")).split(" \\. ");
    int first = (parts.length - 1) / 2;
    String words = parts[first];
    parts[first] = words.substring(words.lastIndexOf(' ') + 1);
    return String.join(" . ", List.of(parts).subList(first, parts.length));
  }

  /** What the map may hold for it: a verdict, or the address of who listens there. */
  private static String value(Case failed, int register) {
    if (register == Register.VERDICT) {
      return "accept";
    }
    return failed.listeners().stream()
        .flatMap(
            listener ->
                failed.addresses().all().stream()
                    .filter(owned -> owned.port().node().equals(listener.node())))
        .map(Owned::address)
        .map(Object::toString)
        .findFirst()
        .orElse("…");
  }
}
