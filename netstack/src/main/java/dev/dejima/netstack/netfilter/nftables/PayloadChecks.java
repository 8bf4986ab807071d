package dev.dejima.netstack.netfilter.nftables;

import dev.dejima.kernel.Errno;
import dev.dejima.nft.expr.Payload;
import dev.dejima.nft.expr.PayloadSet;

/** Which octets of packets rules may read and write ({@code nft_payload_select_ops}). */
final class PayloadChecks {
  private static final int OFFSET = 0xffff;
  private static final int LENGTH = 255;
  private static final int PSEUDO_HEADER = 1;

  private PayloadChecks() {}

  static Payload check(Payload payload, RegisterUse registers) throws Refused {
    base(payload.base());
    within(payload.offset(), OFFSET);
    within(payload.length(), LENGTH);
    registers.store(payload.dreg(), payload.length());
    return payload;
  }

  static PayloadSet check(PayloadSet set, RegisterUse registers) throws Refused {
    base(set.base());
    within(set.offset(), OFFSET);
    within(set.length(), LENGTH);
    within(set.checksumOffset(), LENGTH);
    if ((set.checksumFlags() & ~PSEUDO_HEADER) != 0) {
      throw new Refused(Errno.EINVAL);
    }
    switch (set.checksumType()) {
      case 0, PayloadWriteStep.INTERNET_CHECKSUM -> {}
      case PayloadWriteStep.SCTP_CHECKSUM -> {
        if (set.base() != Payload.Base.TRANSPORT
            || set.checksumOffset() != PayloadWriteStep.SCTP_CHECKSUM_OFFSET) {
          throw new Refused(Errno.EINVAL);
        }
      }
      default -> throw new Refused(Errno.EOPNOTSUPP);
    }
    registers.load(set.sreg(), set.length());
    return set;
  }

  /** A tunnel's own header can be seen only from inside ({@link InnerStep}). */
  private static void base(Payload.Base base) throws Refused {
    if (base == Payload.Base.TUNNEL) {
      throw new Refused(Errno.EOPNOTSUPP);
    }
  }

  private static void within(int number, int most) throws Refused {
    if (number < 0 || number > most) {
      throw new Refused(Errno.ERANGE);
    }
  }
}
