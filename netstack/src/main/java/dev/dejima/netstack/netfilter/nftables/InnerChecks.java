package dev.dejima.netstack.netfilter.nftables;

import dev.dejima.kernel.Errno;
import dev.dejima.nft.expr.Expr;
import dev.dejima.nft.expr.Inner;
import dev.dejima.nft.expr.Meta;
import dev.dejima.nft.expr.MetaKey;
import dev.dejima.nft.expr.Payload;

/** What rules may look for inside of tunnels ({@code nft_inner_init}). */
final class InnerChecks {
  private static final int FLAGS =
      InnerStep.TUNNEL_HEADER | InnerStep.LINK | InnerStep.NETWORK | InnerStep.TRANSPORT;
  private static final int LARGEST_HEADER = 64;
  private static final int LARGEST_TYPE = 255;

  private InnerChecks() {}

  static Inner check(Inner inner, RegisterUse registers) throws Refused {
    boolean sized = (inner.flags() & InnerStep.TUNNEL_HEADER) != 0;
    boolean fits = inner.headerSize() > 0 && inner.headerSize() <= LARGEST_HEADER;
    if ((inner.flags() & ~FLAGS) != 0 || sized && !fits) {
      throw new Refused(Errno.EOPNOTSUPP);
    }
    if (inner.type() < 0 || inner.type() > LARGEST_TYPE) {
      throw new Refused(Errno.EINVAL);
    }
    registers.store(inner.dreg(), length(inner.expr()));
    return inner;
  }

  private static int length(Expr expr) throws Refused {
    if (expr instanceof Payload payload) {
      if (payload.base() == Payload.Base.INNER) {
        throw new Refused(Errno.EOPNOTSUPP);
      }
      return payload.length();
    }
    MetaKey key = ((Meta) expr).key();
    if (key != MetaKey.PROTOCOL && key != MetaKey.L4PROTO) {
      throw new Refused(Errno.EOPNOTSUPP);
    }
    return key == MetaKey.PROTOCOL ? 2 : 4;
  }
}
