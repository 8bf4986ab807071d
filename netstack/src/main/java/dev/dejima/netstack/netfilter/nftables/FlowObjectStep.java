package dev.dejima.netstack.netfilter.nftables;

import dev.dejima.kernel.KernelException;
import dev.dejima.netstack.netfilter.helper.FlowObjects;
import dev.dejima.nft.expr.CtExpectationObject;
import dev.dejima.nft.expr.CtHelperObject;
import dev.dejima.nft.expr.CtTimeoutObject;
import dev.dejima.nft.expr.Family;
import dev.dejima.nft.expr.ObjectData;
import org.jspecify.annotations.Nullable;

/** Gives a new flow a helper, timeouts or an expectation, as an object says. */
final class FlowObjectStep implements Step {
  private final ObjectData object;
  private final Family family;

  /** Made for the first packet: objects are checked before there is somebody to make it. */
  private FlowObjects.@Nullable Assignment assignment;

  FlowObjectStep(ObjectData object, Family family) {
    this.object = object;
    this.family = family;
  }

  @Override
  public int run(Evaluation e) {
    FlowObjects.Assignment made = assignment;
    if (made == null) {
      made = make(e.environment.flowObjects());
      assignment = made;
    }
    return switch (made.apply(e.packet)) {
      case GOES_ON -> NEXT;
      case BREAKS -> BREAK;
      case DROPS -> {
        e.verdict = Decision.DROP;
        yield VERDICT;
      }
    };
  }

  private FlowObjects.Assignment make(FlowObjects objects) {
    try {
      return switch (object) {
        case CtHelperObject helper -> objects.helper(helper, family);
        case CtTimeoutObject timeout -> objects.timeout(timeout, family);
        case CtExpectationObject expectation -> objects.expectation(expectation, family);
        default -> throw new IllegalArgumentException(object.toString());
      };
    } catch (KernelException e) {
      throw new IllegalStateException("an object that was checked: " + object, e);
    }
  }
}
