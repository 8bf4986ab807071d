package dev.dejima.nft.syntax;

import dev.dejima.nft.expr.Family;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A table, with what a block puts into it.
 *
 * @param handle the kernel's number; 0 where unknown
 * @param comment absent where none
 */
public record Table(
    Family family,
    Name name,
    long handle,
    Set<Flag> flags,
    @Nullable String comment,
    List<StatefulObject> objects,
    List<SetDefinition> sets,
    List<Flowtable> flowtables,
    List<Chain> chains,
    Span span)
    implements Subject.Definition {
  /** Keeps copies. */
  public Table {
    flags = Set.copyOf(flags);
    objects = List.copyOf(objects);
    sets = List.copyOf(sets);
    flowtables = List.copyOf(flowtables);
    chains = List.copyOf(chains);
  }

  /** An empty table. */
  public static Table of(Family family, Name name, Span span) {
    return new Table(
        family, name, 0, Set.of(), null, List.of(), List.of(), List.of(), List.of(), span);
  }

  /** The same table with other chains. */
  public Table withChains(List<Chain> chains) {
    return new Table(family, name, handle, flags, comment, objects, sets, flowtables, chains, span);
  }

  /** {@code NFT_TABLE_F_*}. */
  public enum Flag {
    DORMANT("dormant", 1),
    OWNER("owner", 2),
    PERSIST("persist", 4);

    private final String word;
    private final int bit;

    Flag(String word, int bit) {
      this.word = word;
      this.bit = bit;
    }

    public String word() {
      return word;
    }

    /** The kernel's bit. */
    public int bit() {
      return bit;
    }
  }
}
