package dev.dejima.netstack.netfilter.nftables;

import dev.dejima.kernel.Errno;
import dev.dejima.nft.expr.Expr;
import dev.dejima.nft.expr.Limit;
import dev.dejima.nft.expr.NewSet;
import dev.dejima.nft.expr.ObjectType;
import java.util.List;

/** Whether the description of a new set makes sense ({@code nf_tables_newset}). */
final class SetChecks {
  /** Octets of a key, or of a map's data ({@code NFT_DATA_VALUE_MAXLEN}). */
  static final int MAX_LENGTH = 64;

  private static final int KNOWN_FLAGS =
      NewSet.ANONYMOUS
          | NewSet.CONSTANT
          | NewSet.INTERVAL
          | NewSet.MAP
          | NewSet.TIMEOUT
          | NewSet.EVAL
          | NewSet.OBJECT
          | NewSet.CONCAT
          | NewSet.EXPR;

  /** Milliseconds that the kernel cannot count in nanoseconds. */
  private static final long TOO_LONG = Long.divideUnsigned(-1, 1_000_000);

  private static final int RESERVED_TYPE = 0xffffff00;

  private SetChecks() {}

  static void check(NewSet set) throws Refused {
    if ((set.keyType() & RESERVED_TYPE) == RESERVED_TYPE
        || set.keyLength() <= 0
        || set.keyLength() > MAX_LENGTH) {
      throw new Refused(Errno.EINVAL);
    }
    checkFlags(set);
    checkData(set);
    checkTimes(set);
    if (set.policy() != 0 && set.policy() != 1) {
      throw new Refused(Errno.EOPNOTSUPP);
    }
    checkFields(set);
  }

  private static boolean has(NewSet set, int flags) {
    return (set.flags() & flags) == flags;
  }

  private static void checkFlags(NewSet set) throws Refused {
    boolean timeout = has(set, NewSet.TIMEOUT);
    if ((set.flags() & ~KNOWN_FLAGS) != 0
        || has(set, NewSet.MAP | NewSet.OBJECT)
        || has(set, NewSet.EVAL | NewSet.OBJECT)
        || (has(set, NewSet.ANONYMOUS) && timeout && !has(set, NewSet.EVAL))
        || (has(set, NewSet.CONSTANT) && timeout)) {
      throw new Refused(Errno.EOPNOTSUPP);
    }
  }

  private static void checkData(NewSet set) throws Refused {
    boolean map = has(set, NewSet.MAP);
    boolean verdicts = set.dataType() == NewSet.VERDICT;
    boolean reserved = (set.dataType() & RESERVED_TYPE) == RESERVED_TYPE && !verdicts;
    if (map != (set.dataType() != 0)
        || reserved
        || (map && !verdicts && (set.dataLength() <= 0 || set.dataLength() > MAX_LENGTH))) {
      throw new Refused(Errno.EINVAL);
    }
    if (has(set, NewSet.OBJECT) != (set.objectType() != ObjectType.UNSPEC)) {
      throw new Refused(Errno.EINVAL);
    }
  }

  private static void checkTimes(NewSet set) throws Refused {
    if (set.timeout() == 0 && set.gcInterval() == 0) {
      return;
    }
    if (!has(set, NewSet.TIMEOUT)) {
      throw new Refused(Errno.EINVAL);
    }
    if (has(set, NewSet.ANONYMOUS)) {
      throw new Refused(Errno.EOPNOTSUPP);
    }
    checkTime(set.timeout());
  }

  /** Refuses a time that the kernel cannot count. */
  static void checkTime(long millis) throws Refused {
    if (Long.compareUnsigned(millis, TOO_LONG) >= 0) {
      throw new Refused(Errno.ERANGE);
    }
  }

  private static void checkFields(NewSet set) throws Refused {
    List<Integer> fields = fields(set);
    if (has(set, NewSet.CONCAT) && fields.size() < 2) {
      throw new Refused(Errno.EINVAL);
    }
    int length = 0;
    for (int field : fields) {
      if (field <= 0 || field > 255) {
        throw new Refused(Errno.EINVAL);
      }
      length += field + 3 & ~3;
    }
    if (!fields.isEmpty() && length != set.keyLength()) {
      throw new Refused(Errno.EINVAL);
    }
  }

  /** The fields of a key that the kernel is told of. */
  static List<Integer> fields(NewSet set) {
    return has(set, NewSet.CONCAT) ? set.fieldLengths() : List.of();
  }

  /** Whether two descriptions are of the same set. */
  static boolean same(NewSet a, NewSet b) {
    return a.flags() == b.flags()
        && a.keyType() == b.keyType()
        && a.keyLength() == b.keyLength()
        && a.dataType() == b.dataType()
        && (a.dataType() == NewSet.VERDICT || a.dataLength() == b.dataLength())
        && fields(a).equals(fields(b))
        && kinds(a.exprs()).equals(kinds(b.exprs()));
  }

  private static List<Object> kinds(List<Expr> exprs) {
    return exprs.stream()
        .<Object>map(expr -> expr instanceof Limit limit ? limit.type() : expr.getClass())
        .toList();
  }
}
