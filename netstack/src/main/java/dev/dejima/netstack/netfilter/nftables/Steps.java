package dev.dejima.netstack.netfilter.nftables;

import dev.dejima.netstack.Packet;
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
import dev.dejima.nft.expr.MetaSet;
import dev.dejima.nft.expr.Nat;
import dev.dejima.nft.expr.Notrack;
import dev.dejima.nft.expr.ObjRef;
import dev.dejima.nft.expr.ObjRefMap;
import dev.dejima.nft.expr.Payload;
import dev.dejima.nft.expr.PayloadSet;
import dev.dejima.nft.expr.Quota;
import dev.dejima.nft.expr.Range;
import dev.dejima.nft.expr.Redirect;
import dev.dejima.nft.expr.Register;
import dev.dejima.nft.expr.Reject;
import dev.dejima.nft.expr.UnknownExpr;
import dev.dejima.nft.expr.Value;

/** Compiles rules: one step for every expression. */
final class Steps {
  private Steps() {}

  static Step[] compile(Rule rule) {
    Step[] steps = new Step[rule.exprs.size()];
    for (int i = 0; i < steps.length; i++) {
      steps[i] = compile(rule.exprs.get(i), rule.states.get(i), rule.chain.table.family);
    }
    return steps;
  }

  private static Step compile(Expr expr, ExprState state, Family family) {
    return switch (expr) {
      case Bitwise bitwise -> BitSteps.of(bitwise);
      case Byteorder order -> BitSteps.of(order);
      case Cmp cmp -> CompareSteps.of(cmp);
      case Range range -> CompareSteps.of(range);
      case Connlimit _, Counter _, Last _, Limit _, Quota _ -> (Stateful) state;
      case Notrack _ -> Steps::notrack;
      case Ct ct -> new CtStep(ct);
      case CtSet set -> CtSetSteps.of(set);
      case Exthdr exthdr -> ExthdrSteps.of(exthdr);
      case ExthdrSet set -> TcpOptionSteps.set(set);
      case ExthdrReset reset -> TcpOptionSteps.reset(reset);
      case FlowOffload _ -> new FlowOffloadStep(((ExprState.Offloading) state).flowtable());
      case Handover handover -> HandoverSteps.of(handover, family);
      case Hash hash -> new HashStep(hash);
      case Inner inner -> new InnerStep(inner);
      case Load load -> SourceSteps.of(load, state);
      case Meta meta -> new MetaStep(meta);
      case MetaSet set -> MetaStep.set(set);
      case Payload payload -> new PayloadStep(payload);
      case PayloadSet set -> new PayloadWriteStep(set);
      case Immediate immediate -> immediate(immediate, state);
      case Lookup lookup -> SetSteps.lookup(lookup, ((ExprState.Bound) state).set());
      case Dynset dynset -> SetSteps.update(dynset, (ExprState.Updating) state);
      case ObjRef _ -> {
        NamedObject object = ((ExprState.Named) state).object();
        yield e -> ObjectSteps.run(object, e);
      }
      case ObjRefMap map -> SetSteps.objects(map, ((ExprState.Bound) state).set());
      case Log log -> LogStep.of(log);
      case Nat nat -> NatSteps.of(nat);
      case Masquerade masquerade -> NatSteps.of(masquerade);
      case Redirect redirect -> NatSteps.of(redirect);
      case Reject reject -> new RejectStep(reject, family);
      case Compat _, UnknownExpr _ -> throw new IllegalArgumentException(expr.toString());
    };
  }

  private static Step immediate(Immediate immediate, ExprState state) {
    if (state instanceof Decision decision) {
      return e -> {
        e.verdict = decision;
        return Step.VERDICT;
      };
    }
    byte[] value = ((Value) immediate.data()).bytes().padTo(4).toArray();
    int offset = Register.offset(immediate.dreg());
    return e -> {
      System.arraycopy(value, 0, e.registers, offset, value.length);
      return Step.NEXT;
    };
  }

  private static int notrack(Evaluation e) {
    Packet packet = e.packet;
    if (packet.flow == null) {
      packet.ctInfo = Packet.CT_UNTRACKED;
    }
    return Step.NEXT;
  }
}
