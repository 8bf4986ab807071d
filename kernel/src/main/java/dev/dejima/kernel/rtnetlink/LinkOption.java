package dev.dejima.kernel.rtnetlink;

import java.util.Locale;

/** An attribute of one kind of link, which holds one number. */
public sealed interface LinkOption permits BridgeOption, BridgePortOption {
  /** The attribute's number among those of its kind. */
  int number();

  /** How the number lies in the attribute. */
  Layout layout();

  /** The name of the constant. */
  String name();

  /** iproute2's word for it. */
  default String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Octets, in this machine's order where they are not big-endian. */
  enum Layout {
    U8,
    U16,
    U32,
    U64,
    BE16,
    /** A link-layer address. */
    BE48,
    /** A bridge's identifier: its priority, then its address. */
    BE64,
    /** No octets: that the attribute is there says all. */
    FLAG
  }
}
