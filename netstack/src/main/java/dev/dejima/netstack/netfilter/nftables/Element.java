package dev.dejima.netstack.netfilter.nftables;

import dev.dejima.nft.expr.Data;
import dev.dejima.nft.expr.SetElement;
import dev.dejima.nft.expr.Value;
import dev.dejima.packet.Bytes;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** An element of a set, with what a map holds for it. */
final class Element {
  /** When an element stays for ever. */
  static final long NEVER = Long.MAX_VALUE;

  private static final byte[] NOTHING = {};

  final SetElement given;

  /** What a map of verdicts holds; null for others. */
  final @Nullable Decision decision;

  /** When it goes, in nanoseconds of the monotonic clock. */
  final long expires;

  private final byte[] value;

  Element(SetElement given, @Nullable Decision decision, long expires) {
    this.given = given;
    this.decision = decision;
    this.expires = expires;
    Data data = given.data();
    this.value = data instanceof Value octets ? octets.bytes().toArray() : NOTHING;
  }

  /** What tells one element of a set from another. */
  record Key(Bytes key, @Nullable Bytes keyEnd, int flags) {
    static Key of(SetElement element) {
      return new Key(element.key(), element.keyEnd(), element.flags());
    }

    @Override
    public int hashCode() {
      return 31 * key.hashCode() + flags;
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Key same
          && flags == same.flags
          && key.equals(same.key)
          && Objects.equals(keyEnd, same.keyEnd);
    }
  }

  boolean isEnd() {
    return (given.flags() & SetElement.INTERVAL_END) != 0;
  }

  boolean isCatchAll() {
    return (given.flags() & SetElement.CATCH_ALL) != 0;
  }

  /** Puts a map's value into registers. */
  void load(byte[] registers, int offset) {
    System.arraycopy(value, 0, registers, offset, value.length);
  }
}
