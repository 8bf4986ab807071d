package dev.dejima.netstack.netfilter.nftables;

import dev.dejima.kernel.Errno;
import dev.dejima.nft.expr.Bitwise;
import dev.dejima.nft.expr.Byteorder;
import dev.dejima.nft.expr.Cmp;
import dev.dejima.nft.expr.Compat;
import dev.dejima.nft.expr.Connlimit;
import dev.dejima.nft.expr.Counter;
import dev.dejima.nft.expr.Ct;
import dev.dejima.nft.expr.CtSet;
import dev.dejima.nft.expr.Dynset;
import dev.dejima.nft.expr.Expr;
import dev.dejima.nft.expr.Exthdr;
import dev.dejima.nft.expr.ExthdrReset;
import dev.dejima.nft.expr.ExthdrSet;
import dev.dejima.nft.expr.Family;
import dev.dejima.nft.expr.FlowOffload;
import dev.dejima.nft.expr.Handover;
import dev.dejima.nft.expr.Hash;
import dev.dejima.nft.expr.Immediate;
import dev.dejima.nft.expr.Inner;
import dev.dejima.nft.expr.Last;
import dev.dejima.nft.expr.Limit;
import dev.dejima.nft.expr.Load;
import dev.dejima.nft.expr.Log;
import dev.dejima.nft.expr.Lookup;
import dev.dejima.nft.expr.Masquerade;
import dev.dejima.nft.expr.Meta;
import dev.dejima.nft.expr.MetaKey;
import dev.dejima.nft.expr.MetaSet;
import dev.dejima.nft.expr.Nat;
import dev.dejima.nft.expr.NatRange;
import dev.dejima.nft.expr.Notrack;
import dev.dejima.nft.expr.Numgen;
import dev.dejima.nft.expr.ObjRef;
import dev.dejima.nft.expr.ObjRefMap;
import dev.dejima.nft.expr.ObjectName;
import dev.dejima.nft.expr.Payload;
import dev.dejima.nft.expr.PayloadSet;
import dev.dejima.nft.expr.Quota;
import dev.dejima.nft.expr.Range;
import dev.dejima.nft.expr.Redirect;
import dev.dejima.nft.expr.Register;
import dev.dejima.nft.expr.Reject;
import dev.dejima.nft.expr.UnknownExpr;
import dev.dejima.nft.expr.Value;
import dev.dejima.nft.expr.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * Takes the expressions of a new rule in: checks each, finds the sets and chains it names, fills in
 * what the kernel fills in, and makes what it keeps (the {@code init} functions of the kernel's
 * expressions).
 */
final class ExprBinding {
  private static final int PORT = 2;

  private final Chain chain;
  private final Table table;
  private final Transaction transaction;
  private final RegisterUse registers = new RegisterUse();
  final References references = new References();
  final List<Expr> exprs;
  final List<ExprState> states;
  private final SetBinding sets;

  /** What the expression at hand is going to keep. */
  private ExprState kept = ExprState.None.INSTANCE;

  /** Whether hooks or jumps have to be checked before the batch commits. */
  boolean needsValidation;

  /**
   * For the expressions of a rule.
   *
   * @param count how many there are
   */
  ExprBinding(Chain chain, Transaction transaction, int count) {
    this.exprs = new ArrayList<>(count);
    this.states = new ArrayList<>(count);
    this.chain = chain;
    this.table = chain.table;
    this.transaction = transaction;
    this.sets = new SetBinding(table, transaction, registers, references);
  }

  void add(Expr expr, long now) throws Refused {
    kept = ExprState.None.INSTANCE;
    exprs.add(bind(expr, now));
    states.add(kept);
  }

  private Expr bind(Expr expr, long now) throws Refused {
    return switch (expr) {
      case Bitwise bitwise -> BitChecks.check(bitwise, registers);
      case Byteorder order -> BitChecks.check(order, registers);
      case Cmp cmp -> BitChecks.check(cmp, registers);
      case Range range -> BitChecks.check(range, registers);
      case Connlimit _, Counter _, Last _, Limit _, Quota _ -> {
        kept = Stateful.of(expr, now);
        yield expr;
      }
      case Notrack notrack -> notrack;
      case Ct ct -> CtChecks.check(ct, table.family, registers);
      case CtSet set -> CtChecks.check(set, registers);
      case Exthdr exthdr -> ExthdrChecks.check(exthdr, table.family, registers);
      case ExthdrSet set -> ExthdrChecks.check(set, registers);
      case ExthdrReset reset -> ExthdrChecks.check(reset);
      case FlowOffload offload -> {
        Expr bound = take(sets.flowtable(offload));
        needsValidation = true;
        yield bound;
      }
      case Handover handover -> {
        needsValidation = true;
        yield HandoverChecks.check(handover, table.family, registers);
      }
      case Hash hash -> SourceChecks.check(hash, registers);
      case Inner inner -> InnerChecks.check(inner, registers);
      case Load load -> load(load);
      case Meta meta -> MetaChecks.check(meta, table.family, registers);
      case MetaSet set -> {
        needsValidation |= set.key() == MetaKey.PKTTYPE || set.key() == MetaKey.BRI_BROUTE;
        yield MetaChecks.check(set, table.family, registers);
      }
      case Payload payload -> PayloadChecks.check(payload, registers);
      case PayloadSet set -> PayloadChecks.check(set, registers);
      case Immediate immediate -> immediate(immediate);
      case Lookup lookup -> take(sets.lookup(lookup));
      case Dynset dynset -> take(sets.dynset(dynset, now));
      case ObjRef reference -> take(sets.object(reference));
      case ObjRefMap map -> take(sets.objects(map));
      case Log log -> LogChecks.check(log);
      case Nat nat -> nat(nat);
      case Masquerade masquerade -> new Masquerade(translation(masquerade.range(), 0));
      case Redirect redirect -> new Redirect(translation(redirect.range(), 0));
      case Reject reject -> {
        needsValidation = true;
        yield RejectChecks.check(reject, table.family);
      }
      case Compat _, UnknownExpr _ -> throw Refused.lack();
    };
  }

  private Expr load(Load load) throws Refused {
    needsValidation = true;
    if (load.source() instanceof Numgen numgen) {
      kept = new ExprState.Sequence(numgen.modulus() - 1);
    }
    return SourceChecks.check(load, table.family, registers);
  }

  private Expr immediate(Immediate immediate) throws Refused {
    switch (immediate.data()) {
      case ObjectName _ -> throw new Refused(Errno.EINVAL);
      case Value value -> {
        BitChecks.value(value.bytes());
        registers.store(immediate.dreg(), value.bytes().length());
      }
      case Verdict verdict -> {
        if (immediate.dreg() != Register.VERDICT) {
          throw new Refused(Errno.EINVAL);
        }
        Chain target = target(table, verdict, transaction);
        kept = new Decision(verdict, target);
        if (target != null) {
          jump(target);
        }
      }
    }
    return immediate;
  }

  /**
   * A chain that belongs to a rule has no jumps to others that do ({@code nf_tables_bind_chain}).
   */
  private void jump(Chain target) throws Refused {
    if (target.isBinding() && chain.isBinding()) {
      throw new Refused(Errno.EOPNOTSUPP);
    }
    if (target.isBinding() && references.chains.contains(target)) {
      throw new Refused(Errno.EBUSY);
    }
    references.chains.add(target);
    needsValidation = true;
  }

  /** The chain that a verdict names; null if it names none ({@code nft_verdict_init}). */
  static @Nullable Chain target(Table table, Verdict verdict, @Nullable Transaction transaction)
      throws Refused {
    if (verdict.code() == Verdict.Code.QUEUE) {
      throw new Refused(Errno.EINVAL);
    }
    if (verdict.chain() == null && verdict.chainId() == 0) {
      return null;
    }
    Chain target =
        verdict.chain() != null
            ? table.chains.get(verdict.chain())
            : transaction == null ? null : transaction.chain(table, verdict.chainId());
    if (target == null) {
      throw new Refused(Errno.ENOENT);
    }
    if (target.isBase()) {
      throw new Refused(Errno.EOPNOTSUPP);
    }
    if (target.bound) {
      throw new Refused(Errno.EINVAL);
    }
    return target;
  }

  private Expr take(SetBinding.Result result) {
    kept = result.state();
    needsValidation |= kept instanceof ExprState.Bound || kept instanceof ExprState.Named;
    return result.expr();
  }

  private Expr nat(Nat nat) throws Refused {
    if (nat.family() != Family.IP && nat.family() != Family.IP6) {
      throw new Refused(Errno.EAFNOSUPPORT);
    }
    if (table.family != Family.INET && table.family != nat.family()) {
      throw new Refused(Errno.EOPNOTSUPP);
    }
    int address = nat.family() == Family.IP ? 4 : 16;
    return new Nat(nat.destination(), nat.family(), translation(nat.range(), address));
  }

  private NatRange translation(NatRange range, int addressLength) throws Refused {
    needsValidation = true;
    int known = NatRange.PROTO_RANDOM | NatRange.PERSISTENT | NatRange.PROTO_RANDOM_FULLY;
    int implied = NatRange.MAP_IPS | NatRange.PROTO_SPECIFIED;
    if ((range.flags() & ~(known | implied | NatRange.NETMAP)) != 0) {
      throw new Refused(Errno.EOPNOTSUPP);
    }
    OptionalInt addressMin = addressLength == 0 ? OptionalInt.empty() : range.addressMin();
    registers.load(addressMin, addressLength);
    OptionalInt addressMax =
        range.addressMax().isPresent() && addressMin.isPresent() ? range.addressMax() : addressMin;
    registers.load(addressMax, addressLength);
    registers.load(range.portMin(), PORT);
    OptionalInt portMax =
        range.portMax().isPresent() && range.portMin().isPresent()
            ? range.portMax()
            : range.portMin();
    registers.load(portMax, PORT);
    int flags =
        (range.flags() & ~implied)
            | (addressMin.isPresent() ? NatRange.MAP_IPS : 0)
            | (range.portMin().isPresent() ? NatRange.PROTO_SPECIFIED : 0);
    return new NatRange(addressMin, addressMax, range.portMin(), portMax, flags);
  }
}
