package dev.dejima.nft.syntax;

import dev.dejima.nft.expr.Family;
import dev.dejima.nft.expr.HookNumber;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A table of flows that take a short cut.
 *
 * @param handle the kernel's number; 0 where unknown
 * @param hook where packets are caught; absent where devices are added to one that exists
 * @param devices whose packets; a name may end in an asterisk
 */
public record Flowtable(
    Family family,
    Name table,
    Name name,
    long handle,
    @Nullable Hook hook,
    List<String> devices,
    Set<Flag> flags,
    Span span)
    implements Subject.Definition {
  /** Keeps copies. */
  public Flowtable {
    devices = List.copyOf(devices);
    flags = Set.copyOf(flags);
  }

  /** {@code hook ingress priority filter}. */
  public record Hook(HookNumber number, Priority priority) {}

  /** {@code NFT_FLOWTABLE_*}, in the order that nft prints them. */
  public enum Flag {
    OFFLOAD("flags offload", 1),
    COUNTER("counter", 2);

    private final String word;
    private final int bit;

    Flag(String word, int bit) {
      this.word = word;
      this.bit = bit;
    }

    /** As written. */
    public String word() {
      return word;
    }

    /** The kernel's bit. */
    public int bit() {
      return bit;
    }
  }
}
