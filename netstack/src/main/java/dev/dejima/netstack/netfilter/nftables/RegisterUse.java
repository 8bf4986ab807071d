package dev.dejima.netstack.netfilter.nftables;

import dev.dejima.kernel.Errno;
import dev.dejima.nft.expr.Register;
import java.util.OptionalInt;

/**
 * Checks that a rule's registers exist, and that it reads none before it wrote it ({@code
 * nft_parse_register_load}, {@code nft_validate_register_store}).
 */
final class RegisterUse {
  private static final int WORD = 4;

  /** One bit for every four octets that were written. */
  private int written;

  void load(int register, int length) throws Refused {
    int words = words(register, length);
    if ((written & words) != words) {
      throw new Refused(Errno.ENODATA);
    }
  }

  void load(OptionalInt register, int length) throws Refused {
    if (register.isPresent()) {
      load(register.getAsInt(), length);
    }
  }

  void store(int register, int length) throws Refused {
    written |= words(register, length);
  }

  private static int words(int register, int length) throws Refused {
    if (length == 0 || !Registers.exists(register)) {
      throw new Refused(Errno.EINVAL);
    }
    int offset = Register.offset(register);
    if (offset + length > Registers.SIZE) {
      throw new Refused(Errno.ERANGE);
    }
    int count = (length + WORD - 1) / WORD;
    return (int) (((1L << count) - 1) << (offset / WORD));
  }
}
