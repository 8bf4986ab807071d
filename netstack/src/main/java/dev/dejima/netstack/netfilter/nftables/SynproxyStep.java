package dev.dejima.netstack.netfilter.nftables;

import dev.dejima.kernel.Errno;
import dev.dejima.nft.expr.Synproxy;

/**
 * Hands SYN segments, and what acknowledges the answers, to the SYN proxy ({@code nft_synproxy}).
 */
final class SynproxyStep implements Step {
  private static final int KNOWN_FLAGS =
      Synproxy.MSS | Synproxy.WSCALE | Synproxy.SACK_PERM | Synproxy.TIMESTAMP;

  private Synproxy announce;

  SynproxyStep(Synproxy announce) {
    this.announce = announce;
  }

  static Synproxy check(Synproxy synproxy) throws Refused {
    if ((synproxy.flags() & ~KNOWN_FLAGS) != 0) {
      throw new Refused(Errno.EOPNOTSUPP);
    }
    return synproxy;
  }

  /** Announces something else from now on ({@code nft_synproxy_obj_update}). */
  void update(Synproxy other) {
    announce = other;
  }

  @Override
  public int run(Evaluation e) {
    return switch (e.environment.synProxy().answer(announce, e.packet)) {
      case PASSES -> NEXT;
      case OTHER -> BREAK;
      case DROPPED -> {
        e.verdict = Decision.DROP;
        yield VERDICT;
      }
      case TAKEN -> STOLEN;
    };
  }
}
