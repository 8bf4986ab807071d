package dev.dejima.netstack.netfilter.nftables;

import dev.dejima.kernel.Errno;
import dev.dejima.nft.expr.NewSet;

/** How Linux keeps a set; on this depends what can be done with it ({@code nft_set_types}). */
enum SetKind {
  /** A table of the size that the set has. */
  FIXED_HASH,
  /** A table that grows; only here rules put elements in. */
  HASH,
  BITMAP,
  TREE,
  /** Of several fields, each of which may be a range. */
  FIELDS;

  private static final int FEATURES =
      NewSet.INTERVAL | NewSet.MAP | NewSet.TIMEOUT | NewSet.OBJECT | NewSet.EVAL;
  private static final int OF_FIXED_HASH = NewSet.MAP | NewSet.OBJECT;
  private static final int OF_HASH = OF_FIXED_HASH | NewSet.TIMEOUT | NewSet.EVAL;
  private static final int OF_RANGES = OF_FIXED_HASH | NewSet.TIMEOUT | NewSet.INTERVAL;
  private static final int LONGEST_OF_BITMAP = 2;
  private static final int MEMORY = 1;

  /**
   * What Linux chooses ({@code nft_select_set_ops}).
   *
   * @throws Refused EOPNOTSUPP if no kind does all that is wanted
   */
  static SetKind of(NewSet set) throws Refused {
    int features = set.flags() & FEATURES;
    if ((features & NewSet.INTERVAL) != 0) {
      if ((features & ~OF_RANGES) != 0) {
        throw new Refused(Errno.EOPNOTSUPP);
      }
      return SetChecks.fields(set).size() > 1 ? FIELDS : TREE;
    }
    if (features == 0 && set.keyLength() <= LONGEST_OF_BITMAP && set.exprs().isEmpty()) {
      return BITMAP;
    }
    boolean fixed = set.size() != 0 && (features & ~OF_FIXED_HASH) == 0;
    if (set.policy() == MEMORY && set.size() != 0) {
      boolean tree = (features & ~OF_RANGES) == 0 && SetChecks.fields(set).size() <= 1;
      return tree ? TREE : fixed ? FIXED_HASH : HASH;
    }
    if ((features & ~OF_HASH) != 0) {
      throw new Refused(Errno.EOPNOTSUPP);
    }
    return fixed ? FIXED_HASH : HASH;
  }

  /** An empty one. */
  Elements elements(NewSet set) {
    return switch (this) {
      case FIXED_HASH, HASH -> HashElements.of(set.keyLength());
      case BITMAP -> new BitmapElements(set.keyLength());
      case TREE -> new RangeElements(set.keyLength(), (set.flags() & NewSet.INTERVAL) != 0);
      case FIELDS -> new FieldElements(set.fieldLengths(), set.keyLength());
    };
  }
}
