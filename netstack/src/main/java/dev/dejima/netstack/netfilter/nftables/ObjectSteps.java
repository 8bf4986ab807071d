package dev.dejima.netstack.netfilter.nftables;

import dev.dejima.kernel.Errno;
import dev.dejima.kernel.KernelException;
import dev.dejima.netstack.netfilter.helper.FlowObjects;
import dev.dejima.netstack.netfilter.helper.FlowObjects.Assignment;
import dev.dejima.nft.expr.Connlimit;
import dev.dejima.nft.expr.Counter;
import dev.dejima.nft.expr.CtExpectationObject;
import dev.dejima.nft.expr.CtHelperObject;
import dev.dejima.nft.expr.CtTimeoutObject;
import dev.dejima.nft.expr.Expr;
import dev.dejima.nft.expr.Family;
import dev.dejima.nft.expr.Limit;
import dev.dejima.nft.expr.ObjectData;
import dev.dejima.nft.expr.ObjectType;
import dev.dejima.nft.expr.Quota;
import dev.dejima.nft.expr.SecmarkObject;
import dev.dejima.nft.expr.Synproxy;
import dev.dejima.nft.expr.TunnelObject;
import dev.dejima.nft.expr.UnknownObject;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Checks new objects, and makes what rules that refer to them run ({@code nft_object_ops}). */
final class ObjectSteps {
  private static final int DEFAULT_TTL = 255;

  private final FlowObjects flowObjects;
  private final LongSupplier clock;

  ObjectSteps(FlowObjects flowObjects, LongSupplier clock) {
    this.flowObjects = flowObjects;
    this.clock = clock;
  }

  /**
   * What an object does; null where this kernel cannot do it.
   *
   * @throws Refused for what the kernel's {@code init} refuses
   */
  @Nullable Step of(ObjectData data, Family family) throws Refused {
    return switch (data) {
      case Connlimit _, Counter _, Limit _, Quota _ -> Stateful.of((Expr) data, clock.getAsLong());
      case CtExpectationObject _, CtHelperObject _, CtTimeoutObject _ ->
          new FlowObjectStep(assignment(data, family));
      case Synproxy synproxy -> new SynproxyStep(SynproxyStep.check(synproxy));
      case SecmarkObject _ -> null;
      case TunnelObject _ -> {
        if (family != Family.NETDEV) {
          throw new Refused(Errno.ENOENT);
        }
        yield null;
      }
      case UnknownObject _ -> throw Refused.lack();
    };
  }

  private Assignment assignment(ObjectData data, Family family) throws Refused {
    try {
      return switch (data) {
        case CtExpectationObject expectation -> flowObjects.expectation(expectation, family);
        case CtHelperObject helper -> flowObjects.helper(helper, family);
        case CtTimeoutObject timeout -> flowObjects.timeout(timeout, family);
        default -> throw new IllegalArgumentException(data.toString());
      };
    } catch (KernelException refusal) {
      boolean lack =
          refusal.errno() == Errno.ENOENT
              && data instanceof CtHelperObject helper
              && FlowObjects.lack(helper, family);
      throw lack ? Refused.lack() : new Refused(refusal.errno());
    }
  }

  /** Whether this kernel runs objects of a type. */
  static boolean isRun(ObjectType type) {
    return switch (type) {
      case CONNLIMIT, COUNTER, LIMIT, QUOTA, CT_EXPECTATION, CT_HELPER, CT_TIMEOUT, SYNPROXY ->
          true;
      case SECMARK, TUNNEL, UNSPEC -> false;
    };
  }

  /** Shows an object a packet; when a quota is used up, all who listen are told, once. */
  static int run(NamedObject object, Evaluation e) {
    if (object.step == null) {
      return Step.BREAK;
    }
    int outcome = object.step.run(e);
    if (object.step instanceof QuotaStep quota && quota.newlyDepleted()) {
      e.environment.tell(object.message(e.environment.now()));
    }
    return outcome;
  }

  /** An object as the kernel tells it: with what was left out filled in. */
  static ObjectData told(ObjectData data, @Nullable Step step) {
    if (step instanceof FlowObjectStep(Assignment assignment)) {
      return assignment.data();
    }
    if (data instanceof TunnelObject tunnel && tunnel.ttl() == 0) {
      return new TunnelObject(
          tunnel.id(),
          tunnel.source(),
          tunnel.destination(),
          tunnel.sourcePort(),
          tunnel.destinationPort(),
          tunnel.flags(),
          tunnel.tos(),
          DEFAULT_TTL,
          tunnel.options());
    }
    return data;
  }
}
