package dev.dejima.nft.syntax;

import dev.dejima.nft.expr.Family;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A named set or map.
 *
 * @param handle the kernel's number; 0 where unknown
 * @param keyType what its keys are
 * @param dataType what it holds for them; absent for a set
 * @param dataIsInterval whether a map holds ranges: {@code : interval ipv4_addr}
 * @param timeout how long an element stays, ms; absent for ever
 * @param gcInterval how often the dead are removed, ms; absent for the kernel's choice
 * @param size elements at most; absent for no bound
 * @param statements what every element carries: counter, limit
 * @param elements absent where none were written
 * @param count how many elements the kernel says there are; 0 where it does not
 */
public record SetDefinition(
    Family family,
    Name table,
    Name name,
    long handle,
    Type keyType,
    @Nullable Type dataType,
    boolean dataIsInterval,
    Set<Flag> flags,
    @Nullable Long timeout,
    @Nullable Long gcInterval,
    @Nullable Long size,
    @Nullable Policy policy,
    boolean autoMerge,
    @Nullable String comment,
    List<Statement> statements,
    Expression.@Nullable SetLiteral elements,
    int count,
    Span span)
    implements Subject.Definition {
  /** Keeps copies. */
  public SetDefinition {
    flags = Set.copyOf(flags);
    statements = List.copyOf(statements);
  }

  /** A set whose elements nobody has counted. */
  public SetDefinition(
      Family family,
      Name table,
      Name name,
      long handle,
      Type keyType,
      @Nullable Type dataType,
      boolean dataIsInterval,
      Set<Flag> flags,
      @Nullable Long timeout,
      @Nullable Long gcInterval,
      @Nullable Long size,
      @Nullable Policy policy,
      boolean autoMerge,
      @Nullable String comment,
      List<Statement> statements,
      Expression.@Nullable SetLiteral elements,
      Span span) {
    this(
        family,
        table,
        name,
        handle,
        keyType,
        dataType,
        dataIsInterval,
        flags,
        timeout,
        gcInterval,
        size,
        policy,
        autoMerge,
        comment,
        statements,
        elements,
        0,
        span);
  }

  /** Whether it holds something for its keys. */
  public boolean isMap() {
    return dataType != null;
  }

  /** How a type is written. */
  public sealed interface Type {
    /** {@code type ipv4_addr . inet_service}; the verdict type is {@code verdict}. */
    record Named(List<Name> types) implements Type {
      public Named {
        types = List.copyOf(types);
      }
    }

    /** {@code typeof ip saddr . tcp dport}. */
    record TypeOf(Expression expression) implements Type {}

    /** {@code counter} and the like, in object maps. */
    record OfObject(Statement.ObjectKind kind) implements Type {}
  }

  /** {@code NFT_SET_*} that can be written, in the order that nft prints them. */
  public enum Flag {
    CONSTANT("constant", 0x2),
    DYNAMIC("dynamic", 0x20),
    INTERVAL("interval", 0x4),
    TIMEOUT("timeout", 0x10);

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

  /** What the kernel saves when it chooses how to store the set; the ordinal is its number. */
  public enum Policy {
    PERFORMANCE("performance"),
    MEMORY("memory");

    private final String word;

    Policy(String word) {
      this.word = word;
    }

    public String word() {
      return word;
    }
  }
}
