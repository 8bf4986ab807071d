package dev.dejima.packet.filter;

import org.jspecify.annotations.Nullable;

/**
 * The words in front of an address, a port or a name; they carry over to what follows {@code and}
 * and {@code or} without words of its own.
 *
 * @param protocol null if not given
 * @param direction null if not given
 * @param type what the value is; {@code DEFAULT} after a direction alone
 */
record Qualifiers(@Nullable Protocol protocol, @Nullable Direction direction, Type type) {
  /** No value may follow. */
  static final Qualifiers NONE = new Qualifiers(null, null, Type.NONE);

  enum Type {
    NONE,
    DEFAULT,
    HOST,
    NET,
    PORT,
    PORTRANGE,
    PROTO;

    /** The word in messages. */
    String word() {
      return this == NET
          ? "net"
          : this == HOST || this == DEFAULT ? "host" : name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  Direction directionOrEither() {
    return direction == null ? Direction.EITHER : direction;
  }
}
