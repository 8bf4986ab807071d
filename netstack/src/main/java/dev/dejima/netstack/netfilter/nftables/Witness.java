package dev.dejima.netstack.netfilter.nftables;

import dev.dejima.kernel.path.Mismatch;
import dev.dejima.kernel.path.Mismatch.Kind;
import dev.dejima.nft.expr.Bitwise;
import dev.dejima.nft.expr.Byteorder;
import dev.dejima.nft.expr.Cmp;
import dev.dejima.nft.expr.Connlimit;
import dev.dejima.nft.expr.Ct;
import dev.dejima.nft.expr.Dynset;
import dev.dejima.nft.expr.Expr;
import dev.dejima.nft.expr.Exthdr;
import dev.dejima.nft.expr.Hash;
import dev.dejima.nft.expr.Immediate;
import dev.dejima.nft.expr.Inner;
import dev.dejima.nft.expr.Limit;
import dev.dejima.nft.expr.Load;
import dev.dejima.nft.expr.Lookup;
import dev.dejima.nft.expr.Meta;
import dev.dejima.nft.expr.ObjRef;
import dev.dejima.nft.expr.ObjRefMap;
import dev.dejima.nft.expr.Payload;
import dev.dejima.nft.expr.Quota;
import dev.dejima.nft.expr.Range;
import dev.dejima.nft.expr.Register;
import dev.dejima.nft.expr.Value;
import dev.dejima.packet.Bytes;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Runs a rule for who listens to the packet's way: step by step, noting what each leaves in its
 * register, and which breaks off and why.
 */
final class Witness {
  private final Rule rule;
  private final Evaluation e;
  private final List<Bytes> loaded = new ArrayList<>();
  private @Nullable Mismatch mismatch;

  Witness(Rule rule, Evaluation e) {
    this.rule = rule;
    this.e = e;
  }

  /** Runs the rule, as {@link Evaluation} does. */
  int run() {
    for (int i = 0; i < rule.steps.length; i++) {
      int outcome = rule.steps[i].run(e);
      if (outcome == Step.BREAK) {
        mismatch = why(i);
      }
      if (outcome != Step.NEXT) {
        return outcome;
      }
      loaded.add(result(rule.exprs.get(i)));
    }
    return Step.NEXT;
  }

  /** Why it did not match; null if it did. */
  @Nullable Mismatch mismatch() {
    return mismatch;
  }

  private Mismatch why(int index) {
    return switch (rule.exprs.get(index)) {
      case Cmp cmp -> broken(index, Kind.DIFFERS, register(cmp.sreg(), cmp.data().length()), null);
      case Range range ->
          broken(index, Kind.DIFFERS, register(range.sreg(), range.from().length()), null);
      case Lookup lookup -> {
        ElementSet set = ((ExprState.Bound) rule.states.get(index)).set();
        yield broken(
            index,
            lookup.inverted() ? Kind.IN_SET : Kind.NOT_IN_SET,
            register(lookup.sreg(), set.given.keyLength()),
            set.name);
      }
      case ObjRefMap map -> {
        ElementSet set = ((ExprState.Bound) rule.states.get(index)).set();
        yield broken(index, Kind.NOT_IN_SET, register(map.sreg(), set.given.keyLength()), set.name);
      }
      case Connlimit _, Limit _, Quota _, ObjRef _ ->
          broken(index, Kind.EXCEEDED, Bytes.EMPTY, null);
      case Dynset set -> broken(index, Kind.EXCEEDED, Bytes.EMPTY, set.set());
      default -> broken(index, Kind.ABSENT, Bytes.EMPTY, null);
    };
  }

  private Mismatch broken(int index, Kind kind, Bytes found, @Nullable String set) {
    return new Mismatch(index, kind, loaded, found, set);
  }

  private Bytes register(int register, int length) {
    int offset = Register.offset(register);
    return Bytes.of(e.registers, offset, Math.min(length, Registers.SIZE - offset));
  }

  /** What an expression has left in its register. */
  private Bytes result(Expr expr) {
    return switch (expr) {
      case Payload payload -> register(payload.dreg(), payload.length());
      case Meta meta -> register(meta.dreg(), meta.key().length());
      case Ct ct -> register(ct.dreg(), ct.key().length());
      case Exthdr exthdr -> register(exthdr.dreg(), exthdr.length());
      case Bitwise bitwise -> register(bitwise.dreg(), bitwise.length());
      case Byteorder order -> register(order.dreg(), order.length());
      case Hash hash -> register(hash.dreg(), Integer.BYTES);
      case Immediate immediate ->
          immediate.data() instanceof Value value ? value.bytes() : Bytes.EMPTY;
      case Inner inner -> result(inner.expr());
      case Load load -> register(load.dreg(), Integer.BYTES);
      default -> Bytes.EMPTY;
    };
  }
}
