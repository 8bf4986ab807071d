package dev.dejima.nft.syntax;

import dev.dejima.nft.expr.Family;
import dev.dejima.nft.expr.HookNumber;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A chain, with what a block puts into it.
 *
 * @param handle the kernel's number; 0 where unknown
 * @param base where it is hooked in; absent for a regular chain
 * @param devices whose packets a netdev or inet ingress chain sees, without {@code base} those to
 *     add to a chain that exists or take out of it; a name may end in an asterisk
 * @param policy what becomes of a packet at the end; absent where not written
 * @param comment absent where none
 */
public record Chain(
    Family family,
    Name table,
    Name name,
    long handle,
    @Nullable Base base,
    List<String> devices,
    @Nullable Policy policy,
    Set<Flag> flags,
    @Nullable String comment,
    List<Rule> rules,
    Span span)
    implements Subject.Definition {
  /** Keeps copies. */
  public Chain {
    devices = List.copyOf(devices);
    flags = Set.copyOf(flags);
    rules = List.copyOf(rules);
  }

  /** The same chain with other rules. */
  public Chain withRules(List<Rule> rules) {
    return new Chain(
        family, table, name, handle, base, devices, policy, flags, comment, rules, span);
  }

  /** What makes a chain see packets. */
  public record Base(Type type, HookNumber hook, Priority priority, Span span) {}

  /** What a base chain is for. */
  public enum Type {
    FILTER("filter"),
    NAT("nat"),
    ROUTE("route");

    private final String word;

    Type(String word) {
      this.word = word;
    }

    public String word() {
      return word;
    }
  }

  /** What becomes of a packet at the end of a base chain. */
  public enum Policy {
    ACCEPT("accept"),
    DROP("drop");

    private final String word;

    Policy(String word) {
      this.word = word;
    }

    public String word() {
      return word;
    }
  }

  /** {@code NFT_CHAIN_*} that can be written. */
  public enum Flag {
    OFFLOAD("offload", 2);

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
