package dev.dejima.netstack.netfilter.helper;

import dev.dejima.kernel.Errno;
import dev.dejima.kernel.KernelException;
import dev.dejima.kernel.conntrack.NewConntrack;
import dev.dejima.netstack.Packet;
import dev.dejima.netstack.netfilter.conntrack.Conntrack;
import dev.dejima.netstack.netfilter.conntrack.Expectation;
import dev.dejima.netstack.netfilter.conntrack.Flow;
import dev.dejima.netstack.netfilter.conntrack.Helper;
import dev.dejima.netstack.netfilter.conntrack.Tuple;
import dev.dejima.nft.expr.CtExpectationObject;
import dev.dejima.nft.expr.CtHelperObject;
import dev.dejima.nft.expr.CtTimeoutObject;
import dev.dejima.nft.expr.Family;
import dev.dejima.nft.expr.ObjectData;
import org.jspecify.annotations.Nullable;

/**
 * What the objects {@code ct helper}, {@code ct timeout} and {@code ct expectation} do to the flow
 * of a packet ({@code nft_ct.c}). A ruleset makes an {@link Assignment} of each object, and applies
 * it for every packet that comes by it.
 */
public final class FlowObjects {
  /** What becomes of the rule. */
  public enum Outcome {
    GOES_ON,
    /** The rule ends here. */
    BREAKS,
    /** The packet must be dropped. */
    DROPS
  }

  /** An object, ready to be applied. */
  public interface Assignment {
    /** Does it to the packet's flow, if that is new. */
    Outcome apply(Packet packet);

    /** The object as Linux lists it: whole, with what it was not told filled in. */
    ObjectData data();
  }

  private static final int TCP = 6;
  private static final int UDP = 17;
  private static final int SCTP = 132;
  private static final int DCCP = 33;
  private static final int UDPLITE = 136;
  private static final long SECOND = 1_000_000_000L;

  private final Conntrack conntrack;
  private final Helpers helpers;

  /** Objects for the flows of a table. */
  public FlowObjects(Conntrack conntrack, Helpers helpers) {
    this.conntrack = conntrack;
    this.helpers = helpers;
  }

  private static @Nullable Flow newFlow(Packet packet) {
    Flow flow = packet.flow;
    return flow == null || flow.isConfirmed() ? null : flow;
  }

  /**
   * A helper to give to flows.
   *
   * @param table the family of the object's table
   * @throws KernelException ENOENT if there is no such helper, EINVAL if it is of a family that the
   *     table does not see
   */
  public Assignment helper(CtHelperObject object, Family table) throws KernelException {
    Family family = object.family() == null ? table : object.family();
    if (object.protocol() == 0) {
      throw new KernelException(Errno.ENOENT);
    }
    if ((family == Family.IP && table == Family.IP6)
        || (family == Family.IP6 && table == Family.IP)) {
      throw new KernelException(Errno.EINVAL);
    }
    if (family == Family.ARP || family == Family.UNSPEC) {
      throw new KernelException(Errno.EAFNOSUPPORT);
    }
    Helper v4 = family == Family.IP6 ? null : helpers.helper(object.name(), 4, object.protocol());
    Helper v6 = family == Family.IP ? null : helpers.helper(object.name(), 6, object.protocol());
    if (v4 == null && v6 == null) {
      throw new KernelException(Errno.ENOENT);
    }
    Family listed = v4 == null ? Family.IP6 : v6 == null ? Family.IP : Family.INET;
    CtHelperObject data = new CtHelperObject(object.name(), listed, object.protocol());
    return new HelperAssignment(v4, v6, data);
  }

  /** Whether Linux has the helper of an object and this kernel has not. */
  public static boolean lack(CtHelperObject object, Family table) {
    Family family = object.family() == null ? table : object.family();
    return Helpers.lack(object.name(), family == Family.IP6 ? 6 : 4, object.protocol());
  }

  private record HelperAssignment(@Nullable Helper v4, @Nullable Helper v6, CtHelperObject data)
      implements Assignment {
    @Override
    public Outcome apply(Packet packet) {
      Flow flow = newFlow(packet);
      if (flow == null || flow.original.protocol != data.protocol()) {
        return Outcome.GOES_ON;
      }
      Helper helper = flow.original.version == 4 ? v4 : v6;
      if (helper == null || flow.has(NewConntrack.HELPER)) {
        return Outcome.GOES_ON;
      }
      flow.helper = helper;
      if ((flow.status & Flow.NAT_MASK) != 0) {
        flow.allowSequenceAdjustment();
      }
      return Outcome.GOES_ON;
    }
  }

  /**
   * Timeouts to give to flows.
   *
   * @throws KernelException EOPNOTSUPP if the protocol has none of its own
   */
  public Assignment timeout(CtTimeoutObject object, Family table) throws KernelException {
    int[] seconds = conntrack.timeouts(object.protocol(), object.policy());
    if (seconds == null) {
      throw new KernelException(Errno.EOPNOTSUPP);
    }
    Family family = object.family() == null ? table : object.family();
    CtTimeoutObject data =
        new CtTimeoutObject(
            family, object.protocol(), conntrack.policy(object.protocol(), seconds));
    return new TimeoutAssignment(conntrack, seconds, data);
  }

  private static final class TimeoutAssignment implements Assignment {
    private final Conntrack conntrack;
    private final int[] seconds;
    private final CtTimeoutObject data;

    TimeoutAssignment(Conntrack conntrack, int[] seconds, CtTimeoutObject data) {
      this.conntrack = conntrack;
      this.seconds = seconds;
      this.data = data;
    }

    @Override
    public CtTimeoutObject data() {
      return data;
    }

    @Override
    public Outcome apply(Packet packet) {
      Flow flow = newFlow(packet);
      if (flow != null && packet.protocol == data.protocol()) {
        flow.timeouts = seconds;
        flow.expires = conntrack.now() + seconds[0] * SECOND;
      }
      return Outcome.GOES_ON;
    }
  }

  /**
   * A connection to expect once a flow is there.
   *
   * @throws KernelException EOPNOTSUPP if the protocol has no ports, EINVAL or EAFNOSUPPORT if the
   *     family is not the table's
   */
  public Assignment expectation(CtExpectationObject object, Family table) throws KernelException {
    Family family = object.family() == null ? table : object.family();
    if (family != Family.IP && family != Family.IP6) {
      throw new KernelException(Errno.EAFNOSUPPORT);
    }
    if (family != table && table != Family.INET) {
      throw new KernelException(Errno.EINVAL);
    }
    switch (object.protocol()) {
      case TCP, UDP, UDPLITE, DCCP, SCTP -> {}
      default -> throw new KernelException(Errno.EOPNOTSUPP);
    }
    CtExpectationObject data =
        new CtExpectationObject(
            family, object.protocol(), object.port(), object.timeout(), object.size());
    return new ExpectationAssignment(conntrack, data);
  }

  private record ExpectationAssignment(Conntrack conntrack, CtExpectationObject data)
      implements Assignment {
    @Override
    public Outcome apply(Packet packet) {
      Flow flow = newFlow(packet);
      if (flow == null || conntrack.expectations().count(flow, 0) >= data.size()) {
        return Outcome.BREAKS;
      }
      Tuple other = flow.tuple(1 - Conntrack.direction(packet));
      Expectation expectation =
          new Expectation(flow).expect(0, other, other, data.protocol(), -1, data.port());
      // The kernel takes the object's milliseconds for seconds.
      expectation.expires = conntrack.now() + data.timeout() * SECOND;
      boolean refused = conntrack.expectations().add(expectation) != null;
      return refused ? Outcome.DROPS : Outcome.GOES_ON;
    }
  }
}
