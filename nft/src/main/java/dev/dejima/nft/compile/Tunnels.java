package dev.dejima.nft.compile;

import dev.dejima.nft.expr.Expr;
import dev.dejima.nft.expr.Inner;
import dev.dejima.nft.syntax.Protocol;
import org.jspecify.annotations.Nullable;

/** How the kernel is told which tunnel to look into. */
public final class Tunnels {
  private static final int HEADER_SIZE = 1;
  private static final int LINK = 2;
  private static final int NETWORK = 4;
  private static final int TRANSPORT = 8;

  /** The kernel knows the types of VXLAN and GENEVE only; those of GRE are nft's own. */
  private enum Kind {
    VXLAN(Protocol.VXLAN, 1, 8, HEADER_SIZE | LINK | NETWORK | TRANSPORT),
    GENEVE(Protocol.GENEVE, 2, 8, HEADER_SIZE | LINK | NETWORK | TRANSPORT),
    GRE(Protocol.GRE, 3, 4, NETWORK | TRANSPORT),
    GRETAP(Protocol.GRETAP, 4, 4, LINK | NETWORK | TRANSPORT);

    private final Protocol protocol;
    private final int type;
    private final int headerSize;
    private final int flags;

    Kind(Protocol protocol, int type, int headerSize, int flags) {
      this.protocol = protocol;
      this.type = type;
      this.headerSize = headerSize;
      this.flags = flags;
    }
  }

  private Tunnels() {}

  private static Kind kind(Protocol tunnel) {
    for (Kind kind : Kind.values()) {
      if (kind.protocol == tunnel) {
        return kind;
      }
    }
    throw new IllegalArgumentException(tunnel.word());
  }

  /** An expression that loads from inside a tunnel; absent the tunnel, from the packet itself. */
  static Expr inside(@Nullable Protocol tunnel, Expr expr) {
    if (tunnel == null) {
      return expr;
    }
    Kind kind = kind(tunnel);
    return new Inner(kind.type, kind.headerSize, kind.flags, expr);
  }

  /** Whether a tunnel carries frames with a link header. */
  static boolean hasLink(Protocol tunnel) {
    return (kind(tunnel).flags & LINK) != 0;
  }

  /**
   * The tunnel that an expression looks into.
   *
   * @throws IllegalArgumentException if it is none that has a name
   */
  public static Protocol of(Inner inner) {
    for (Kind kind : Kind.values()) {
      if (kind.type == inner.type()
          && kind.headerSize == inner.headerSize()
          && kind.flags == inner.flags()) {
        return kind.protocol;
      }
    }
    throw new IllegalArgumentException("no such tunnel: " + inner.type());
  }
}
