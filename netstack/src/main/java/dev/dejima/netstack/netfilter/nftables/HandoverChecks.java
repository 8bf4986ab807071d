package dev.dejima.netstack.netfilter.nftables;

import dev.dejima.kernel.Errno;
import dev.dejima.nft.expr.Dup;
import dev.dejima.nft.expr.Family;
import dev.dejima.nft.expr.FlowOffload;
import dev.dejima.nft.expr.Fwd;
import dev.dejima.nft.expr.Handover;
import dev.dejima.nft.expr.Queue;
import dev.dejima.nft.expr.Synproxy;
import dev.dejima.nft.expr.Tproxy;

/** To whom rules may give packets: the {@code init} of each expression. */
final class HandoverChecks {
  private static final int INDEX = 4;
  private static final int PORT = 2;
  private static final int LAST_QUEUE = 0xffff;

  private HandoverChecks() {}

  static Handover check(Handover handover, Family family, RegisterUse registers) throws Refused {
    switch (handover) {
      case Dup dup -> dup(dup, family, registers);
      case Fwd fwd -> fwd(fwd, family, registers);
      case Queue queue -> queue(queue, family, registers);
      case Tproxy tproxy -> tproxy(tproxy, family, registers);
      case Synproxy synproxy -> SynproxyStep.check(synproxy);
      case FlowOffload offload -> throw new IllegalArgumentException(offload.toString());
    }
    return handover;
  }

  /** No module has the expression for the family. */
  private static Refused unknown() {
    return new Refused(Errno.ENOENT);
  }

  private static void dup(Dup dup, Family family, RegisterUse registers) throws Refused {
    switch (family) {
      case IP, IP6 -> {
        if (dup.address().isEmpty()) {
          throw new Refused(Errno.EINVAL);
        }
        registers.load(dup.address(), family == Family.IP ? 4 : 16);
        registers.load(dup.device(), INDEX);
      }
      case NETDEV -> {
        if (dup.device().isEmpty()) {
          throw new Refused(Errno.EINVAL);
        }
        registers.load(dup.device(), INDEX);
      }
      default -> throw unknown();
    }
  }

  private static void fwd(Fwd fwd, Family family, RegisterUse registers) throws Refused {
    if (family != Family.NETDEV) {
      throw unknown();
    }
    registers.load(fwd.device(), INDEX);
    if (fwd.address().isPresent()) {
      if (fwd.family() != Family.IP && fwd.family() != Family.IP6) {
        throw new Refused(fwd.family() == null ? Errno.EINVAL : Errno.EOPNOTSUPP);
      }
      registers.load(fwd.address(), fwd.family() == Family.IP ? 4 : 16);
    }
  }

  private static void queue(Queue queue, Family family, RegisterUse registers) throws Refused {
    if ((queue.flags() & ~(Queue.BYPASS | Queue.FANOUT)) != 0) {
      throw new Refused(Errno.EINVAL);
    }
    if (queue.sreg().isPresent()) {
      registers.load(queue.sreg(), INDEX);
      if ((queue.flags() & Queue.FANOUT) != 0) {
        throw new Refused(Errno.EOPNOTSUPP);
      }
    } else if (queue.total() <= 0) {
      throw new Refused(Errno.EINVAL);
    } else if (queue.number() + queue.total() - 1 > LAST_QUEUE) {
      throw new Refused(Errno.ERANGE);
    }
    if (!SourceChecks.isInet(family) && family != Family.BRIDGE) {
      throw new Refused(Errno.EOPNOTSUPP);
    }
  }

  private static void tproxy(Tproxy tproxy, Family family, RegisterUse registers) throws Refused {
    boolean both = tproxy.family() == Family.UNSPEC;
    boolean nothing = tproxy.address().isEmpty() && tproxy.port().isEmpty();
    boolean other = family != Family.INET && tproxy.family() != family;
    if (!SourceChecks.isInet(family)) {
      throw new Refused(Errno.EOPNOTSUPP);
    }
    if (nothing || other || both && tproxy.address().isPresent()) {
      throw new Refused(Errno.EINVAL);
    }
    registers.load(tproxy.address(), tproxy.family() == Family.IP ? 4 : 16);
    registers.load(tproxy.port(), PORT);
  }
}
